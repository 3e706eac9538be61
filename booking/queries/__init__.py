"""Named reads for lists, screens and agendas, always in the actor's view."""
