"""A week under rules of any form: rounding of the relaxation, and neighbourhoods of the roster."""
