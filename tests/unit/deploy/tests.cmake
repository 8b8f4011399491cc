# SPDX-License-Identifier: Apache-2.0
chartwright_test(deploy NETWORK
  SOURCES cluster/scripted_server.cpp cluster/scripted_server.h deploy/test_applied_record.cpp
    deploy/test_apply_run.cpp
  LINKS chartwright::deploy)
