# SPDX-License-Identifier: Apache-2.0
chartwright_test(cluster NETWORK
  SOURCES cluster/certificates.cpp cluster/certificates.h cluster/channel_server.cpp
    cluster/channel_server.h cluster/configs.cpp cluster/configs.h cluster/plain_client.h
    cluster/plugin_case.cpp cluster/plugin_case.h cluster/scripted_server.cpp
    cluster/scripted_server.h cluster/watch_server.cpp cluster/watch_server.h cluster/watcher.h
    cluster/test_api_client.cpp cluster/test_api_socket.cpp cluster/test_api_stream.cpp
    cluster/test_bad_certificates.cpp cluster/test_credentials.cpp cluster/test_exec_consent.cpp
    cluster/test_exec_credential.cpp cluster/test_exec_plugin.cpp cluster/test_faults.cpp
    cluster/test_field_changes.cpp cluster/test_kubeconfig_check.cpp
    cluster/test_kubeconfig_files.cpp cluster/test_kubeconfig_read.cpp
    cluster/test_kubeconfig_watch.cpp cluster/test_live_state.cpp cluster/test_object_watch.cpp
    cluster/test_plain_text.cpp cluster/test_pod_exec.cpp cluster/test_pod_log.cpp
    cluster/test_port_forward.cpp cluster/test_proxy.cpp cluster/test_target.cpp
    cluster/test_tls.cpp cluster/test_watch_repair.cpp
  LINKS chartwright::cluster chartwright::test_fault_proxy OpenSSL::Crypto)
