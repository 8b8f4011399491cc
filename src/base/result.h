// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>
#include <tl/expected.hpp>

namespace chartwright {

/// What went wrong, where, and what to do about it. All texts are translated and plain.
struct Error
{
    QString message;
    QString where;  ///< "file:line:column", a path of fields, or empty
    QString remedy; ///< what the person can do; may be empty

    /// "where: message. remedy", leaving out what is empty.
    QString text() const;
};

template <class T> using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(QString message, QString where = {}, QString remedy = {})
{
    return tl::unexpected<Error>(Error{std::move(message), std::move(where), std::move(remedy)});
}

} // namespace chartwright
