// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QEventLoop>
#include <optional>

namespace chartwright::cli {

/// The answer of something that answers once, most often later: `ask` is given a context and what
/// to call.
template <class T, class Ask> T await(Ask ask)
{
    QEventLoop loop;
    std::optional<T> out;
    ask(&loop, [&](T answer) {
        out.emplace(std::move(answer));
        loop.quit();
    });
    if (!out)
        loop.exec();
    return std::move(*out);
}

} // namespace chartwright::cli
