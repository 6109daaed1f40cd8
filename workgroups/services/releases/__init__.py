"""Figures of the sector that go out: prepared, shown to members, signed, published, taken back."""
