// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_client.h"
#include "cluster/credentials.h"

#include <QtTest/QtTest>
#include <optional>

namespace chartwright_test {

/// A client of a server, over http unless `change` says otherwise.
struct PlainClient
{
    explicit PlainClient(const QString &url,
                         const std::function<void(chartwright::Target &)> &change = {},
                         chartwright::ApiLimits limits = {})
    {
        if (limits.firstRetry == chartwright::ApiLimits{}.firstRetry)
            limits.firstRetry = std::chrono::milliseconds(10);
        auto target = std::make_shared<chartwright::Target>();
        target->server = QUrl(url);
        target->nameSpace = QStringLiteral("default");
        target->proxy = QNetworkProxy::NoProxy;
        if (change)
            change(*target);
        credentials = std::make_unique<chartwright::Credentials>(target, nullptr);
        api = std::make_unique<chartwright::ApiClient>(target, credentials.get(), limits);
    }

    chartwright::ApiResult<chartwright::ApiAnswer> ask(const chartwright::ApiRequest &request)
    {
        std::optional<chartwright::ApiResult<chartwright::ApiAnswer>> out;
        api->send(request, api.get(), [&](auto answer) { out = std::move(answer); });
        if (!QTest::qWaitFor([&] { return out.has_value(); }, 20'000))
            qFatal("no answer");
        return std::move(*out);
    }

    std::unique_ptr<chartwright::Credentials> credentials;
    std::unique_ptr<chartwright::ApiClient> api;
};

} // namespace chartwright_test
