// SPDX-License-Identifier: Apache-2.0
#include "support/hard_strings.h"

#include "support/places.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace chartwright_test {

QStringList hardStrings()
{
    QFile file(QStringLiteral(CHARTWRIGHT_SOURCE_DIR "/tests/data/hard-strings.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QStringList strings;
    const QJsonArray all = QJsonDocument::fromJson(file.readAll()).array();
    for (const auto &value : all) {
        strings.append(value.toString());
    }
    return strings;
}

} // namespace chartwright_test
