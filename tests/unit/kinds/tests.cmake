chartwright_test(kinds SOURCES kinds/test_tables.cpp kinds/test_wires.cpp LINKS chartwright::kinds)
