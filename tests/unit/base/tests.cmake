# SPDX-License-Identifier: Apache-2.0
chartwright_test(base SOURCES base/test_base.cpp base/test_on_worker.cpp LINKS chartwright::base)
