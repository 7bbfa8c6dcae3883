"""What everything else stands on. Imports none of the other rooms."""
