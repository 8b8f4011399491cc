// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>
#include <QString>
#include <functional>

/// All that the windows of this program hold as text, seen or not: properties of widgets and
/// actions, models in all their roles, documents; and what is on the clipboard.
QByteArray shownText();
/// Puts a text into each of these places, one after the other: `look` is called with the place's
/// name while it is there.
void plantText(const QString &text, const std::function<void(const QString &place)> &look);
