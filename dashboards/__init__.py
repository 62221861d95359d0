"""What the council sees: Streamlit pages over a published snapshot. No logic and no SQL lives here."""
