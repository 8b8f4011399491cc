chartwright_test(base SOURCES base/test_base.cpp LINKS chartwright::base)
