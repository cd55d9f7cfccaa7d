"""PAR INDEX: trees of criteria as versioned data, self-assessment with evidence, appraisal, improvement plans."""
