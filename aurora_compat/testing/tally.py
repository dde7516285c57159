"""Counts what the laws were checked for, so that a run can say how much it proves."""

from collections import Counter


class Tally:
    """Examples by law and case: those checked, and those outside the laws because a rule refused a trip."""

    def __init__(self) -> None:
        self.checked: Counter[tuple[str, str]] = Counter()
        self.refused: Counter[tuple[str, str]] = Counter()

    def count(self, law: str, case: str, *, checked: bool) -> None:
        """One more example."""
        (self.checked if checked else self.refused)[law, case] += 1

    def add(self, other: "Tally") -> None:
        """All examples of another one as well."""
        self.checked.update(other.checked)
        self.refused.update(other.refused)

    @property
    def laws(self) -> tuple[str, ...]:
        """The laws that were checked, in their order."""
        return tuple(dict.fromkeys(law for law, _ in (*self.checked, *self.refused)))

    @property
    def cases(self) -> tuple[str, ...]:
        """What they were checked for: `create_project request 2018.01 -> 2024.05`."""
        return tuple(dict.fromkeys(case for _, case in (*self.checked, *self.refused)))

    @property
    def total(self) -> int:
        """All examples that were checked, of all laws."""
        return self.checked.total()

    def lines(self) -> list[str]:
        """One line a law: examples, cases, the least that any case got, and the share that was refused."""
        lines = []
        for law in self.laws:
            cases = {case for name, case in (*self.checked, *self.refused) if name == law}
            checked = sum(count for (name, _), count in self.checked.items() if name == law)
            refused = sum(count for (name, _), count in self.refused.items() if name == law)
            least = min(self.checked[law, case] for case in cases)
            lines.append(
                f"{law}: {checked} examples checked over {len(cases)} cases (least {least}),"
                f" {refused / (checked + refused):.1%} refused"
            )
        return lines

    def __repr__(self) -> str:
        return f"<Tally: {'; '.join(self.lines()) or 'nothing checked'}>"
