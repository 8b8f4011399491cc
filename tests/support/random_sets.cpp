// SPDX-License-Identifier: Apache-2.0
#include "chart/schema.h"
#include "chart/values.h"
#include "support/topology_generator.h"

using namespace chartwright;

namespace chartwright_test {

namespace {

QString setText(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        if (QStringView(u",\\[]{}=.").contains(c))
            out += u'\\';
        out += c;
    }
    return out;
}

} // namespace

QStringList randomSets(const Topology &topology, QRandomGenerator &random)
{
    static const QList<std::pair<QString, Value>> candidates{
        {QStringLiteral("3"), 3},
        {QStringLiteral("0"), 0},
        {QStringLiteral("8080"), 8080},
        {QStringLiteral("2000000"), 2000000},
        {QStringLiteral("true"), true},
        {QStringLiteral("false"), false},
        {QStringLiteral("debug"), QStringLiteral("debug")},
        {QStringLiteral("NodePort"), QStringLiteral("NodePort")},
        {QStringLiteral("Always"), QStringLiteral("Always")},
        {QStringLiteral("x.example.com"), QStringLiteral("x.example.com")},
        {QString(), QString()},
        {QStringLiteral("null"), Value()},
        {QStringLiteral("a\\,b: \"{{c}}\""), QStringLiteral("a,b: \"{{c}}\"")},
        {QStringLiteral("50%"), QStringLiteral("50%")},
        {QStringLiteral("007"), QStringLiteral("007")},
        {QStringLiteral("-5"), -5}};
    QStringList out;
    const QList<ValuesEntry> entries = valuesEntries(topology);
    for (const ValuesEntry &entry : entries) {
        if (random.bounded(100) >= 25)
            continue;
        const auto &[text, value] = candidates[random.bounded(int(candidates.size()))];
        if (value.isNull() ? entry.required : !schema::problems(entry.schema, value).isEmpty())
            continue;
        QStringList keys;
        for (const QString &key : entry.path)
            keys.append(setText(key));
        out.append(keys.join(u'.') + u'=' + text);
    }
    return out;
}

} // namespace chartwright_test
