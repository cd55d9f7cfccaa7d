"""How codes and ids stand in addresses."""


class ProcedureCode:
    """A procedure code such as 1.001193 or 2.000635.000.00.00.H06."""

    regex = r"[0-9A-Za-z][0-9A-Za-z._]{0,59}"

    def to_python(self, value: str) -> str:
        """The code as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """The code as it is."""
        return value


class DossierCode(ProcedureCode):
    """A dossier code of either form: 000.00.09.H06-241104-0001, H06.09-250701-0001."""

    regex = r"[0-9A-Za-z.]{3,40}-[0-9]{6,8}-[0-9]{4,9}"
