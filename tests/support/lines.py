"""Lines that another program writes one at a time, waited for."""
import select


def line_within(output, seconds):
    """The next one; None where none comes in time. What is read from must be unbuffered: of lines that come together
    select does not see those that a buffer holds."""
    if not select.select([output], [], [], seconds)[0]:
        return None
    return output.readline().decode().strip()
