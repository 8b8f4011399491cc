chartwright_test(chart SOURCES chart/test_chart.cpp
  LINKS chartwright::chart chartwright::test_support chartwright::test_topologies)
