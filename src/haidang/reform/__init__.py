"""Reform of procedures: times side by side, time-reduction plans, simplification reviews."""
