"""How the csv files of an office are written."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scheduler.domain.base import Frozen

Encoding = Literal[
    "utf-8", "cp949", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "shift-jis", "euc-jp", "gb18030", "big5"
]


class Files(Frozen):
    """How the csv files of an office are written, where they do not say it themselves as workbooks do."""

    encoding: Encoding | None = Field(
        default=None,
        description="what files are written in that are not UTF-8: cp1252 in western Europe, shift-jis in Japan; null: "
        "cp949 in Korea, elsewhere only UTF-8 is read",
    )
    dates: Literal["year_first", "day_first", "month_first"] = Field(
        default="year_first",
        description="what 06.11.2023, 06/11/2023 and 06-11-2023 are: 6 November where the day is first; by year_first "
        "they are refused",
    )
    decimals: Literal["point", "comma"] | None = Field(
        default=None,
        description="mark of decimals: 1.250 is 1250 where it is a comma; null: numbers that may be read in two ways "
        "are refused",
    )

    def of_office(self, country: str | None, timezone: str | None, language: str) -> Files:
        """With what Korean spreadsheets write where the office is in Korea, or speaks Korean, and nothing else is said.

        Parameters
        ----------
        country, timezone
            Of the centre; None: no country, or not known.
        language
            What people read.
        """
        is_korean = country == "KR" or timezone == "Asia/Seoul" or language == "ko"
        return self.model_copy(update={"encoding": "cp949"}) if self.encoding is None and is_korean else self
