"""The service index of Decision 766/QĐ-TTg: versioned formulas, inputs from the house and entered ones, points."""
