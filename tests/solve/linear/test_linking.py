"""Where people meet."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from scheduler.solve.linear.linking import Linking, connected
from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.linear.submodel import cut
from tests.solve.centre import first_roster, prepared


@pytest.fixture(scope="module")
def linking() -> Linking:
    return prepared().structure.linking


def test_every_count_is_in_one_component(linking: Linking) -> None:
    counts = np.concatenate([component.variables for component in linking.components])
    assert sorted(counts.tolist()) == np.flatnonzero(prepared().ownership.owner_of_variable == SHARED).tolist()


def test_no_row_touches_two_components_and_every_shared_row_links_people_or_is_one_components(linking: Linking) -> None:
    component_of = np.full(prepared().program.n_variables, -1)
    for number, component in enumerate(linking.components):
        component_of[component.variables] = number
    shared = np.flatnonzero(prepared().ownership.owner_of_row == SHARED)
    for row in shared:
        components = component_of[prepared().program.matrix[row].indices]
        assert len(set(components[components >= 0].tolist())) <= 1
    rows = np.concatenate([linking.rows, *(component.rows for component in linking.components)])
    assert sorted(rows.tolist()) == [row for row in shared if prepared().program.matrix[row].nnz]


def test_a_day_is_a_component_where_no_shift_passes_midnight_into_another(linking: Linking) -> None:
    first, last = prepared().structure.days_spanned
    for component in linking.components:
        assert first[component.variables].min() == last[component.variables].max()


def test_linking_rows_are_those_of_people(linking: Linking) -> None:
    is_count = prepared().ownership.owner_of_variable == SHARED
    counted = prepared().program.matrix[linking.rows].toarray()
    assert np.all(np.any(counted[:, ~is_count] != 0, axis=1))


def test_with_everybodys_week_decided_the_components_cost_what_the_roster_costs(linking: Linking) -> None:
    ready = prepared()
    values = first_roster()
    total = float((ready.program.cost * values)[ready.ownership.owner_of_variable != SHARED].sum())
    for component in linking.components:
        alone = cut(ready.program, component.variables, values)
        assert set(component.rows.tolist()) <= set(alone.rows.tolist())
        assert alone.program.is_kept_by(values[component.variables])
        total += float(alone.program.cost @ values[component.variables])
    assert total == pytest.approx(float(ready.program.cost @ values))


def test_rows_and_columns_that_share_an_entry_are_connected_however_indirectly() -> None:
    matrix = csr_matrix(np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 2.0, 0.0, 0.0], [0.0, 0.0, 3.0, 0.0]]))
    rows, columns = connected(matrix)
    assert rows[0] == rows[1] == columns[0] == columns[1]
    assert rows[2] == columns[2] != rows[0]
    assert columns[3] not in rows
