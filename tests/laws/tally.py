"""Counts what the laws were checked for, so that a run can say how much it proves."""

from collections import Counter


class Tally:
    """Examples by law and combination: those checked, and those filtered out because a trip was refused."""

    def __init__(self) -> None:
        self.checked: Counter[tuple[str, str]] = Counter()
        self.refused: Counter[tuple[str, str]] = Counter()

    def count(self, law: str, case: str, *, checked: bool) -> None:
        (self.checked if checked else self.refused)[law, case] += 1

    def lines(self) -> list[str]:
        """One line a law: examples, filtered out, and the least that any touched combination got."""
        lines = []
        for law in dict.fromkeys(law for law, _ in (*self.checked, *self.refused)):
            checked = sum(count for (name, _), count in self.checked.items() if name == law)
            refused = sum(count for (name, _), count in self.refused.items() if name == law)
            cases = [case for name, case in {**self.checked, **self.refused} if name == law and case != "untouched"]
            least = min((self.checked[law, case] for case in cases), default=0)
            share = refused / (checked + refused)
            lines.append(
                f"{law}: {checked} examples checked over {len(cases)} touched combinations (least {least}),"
                f" {share:.1%} filtered out"
            )
        return lines


TALLY = Tally()
