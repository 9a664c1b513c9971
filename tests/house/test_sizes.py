"""Functions and files stay small enough to be read in one look."""

from statistics import median

from tests.house.tree import functions, lines, place, sources

LONGEST_FUNCTION, MEDIAN, LONGEST_FILE = 60, 8, 400


def test_no_function_is_longer_than_sixty_lines() -> None:
    long = [
        f"{place(path)}:{each.lineno}: {each.name} is {lines(each)} lines"
        for path in sources()
        for each in functions(path)
        if lines(each) > LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_half_of_the_functions_are_no_longer_than_eight_lines() -> None:
    ours = [path for path in sources() if "tests" not in path.parts]
    middle = median(lines(each) for path in ours for each in functions(path))
    print(f"median function: {middle} lines")
    assert middle <= MEDIAN


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = [
        f"{place(path)} is {count} lines: make it a package of private modules"
        for path in sources()
        if (count := len(path.read_text().splitlines())) > LONGEST_FILE
    ]
    assert not long, "\n".join(long)
