// SPDX-License-Identifier: Apache-2.0
#include "deploy/secret_mask.h"

#include "checks/credentials.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace chartwright {
namespace {

/// Shorter ones are words that stand everywhere.
constexpr qsizetype Shortest = 4, LongEnough = 8;

bool isSecret(const Value &object) { return object[u"kind"].toString() == u"Secret"; }

bool isData(const QString &key) { return key == u"data" || key == u"stringData"; }

bool isLeaf(const Value &value) { return !value.isMap() && !value.isList(); }

/// Names that people give to values of charts; those that say where a Secret is are none.
bool namesSecretValue(const QString &key, const Map &beside)
{
    static const QRegularExpression names(QStringLiteral("(?:pass|pwd|secrets|key|credentials)\\z"),
                                          QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression places(QStringLiteral("\\A(?:existing|topologyKey\\z)"),
                                           QRegularExpression::CaseInsensitiveOption);
    if (places.match(key).hasMatch())
        return false;
    // A toleration, or a requirement of an affinity.
    if (key == u"key" && (beside.contains(u"operator") || beside.contains(u"effect")))
        return false;
    return namesCredential(key) || names.match(key).hasMatch();
}

/// Below a name of a credential: these say where it is.
bool isPlace(const QString &key)
{
    return key == u"name" || key == u"secretName" ||
           key.startsWith(QLatin1String("existing"), Qt::CaseInsensitive);
}

QString decoded(const QString &base64)
{
    const auto bytes =
        QByteArray::fromBase64Encoding(base64.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    return bytes ? QString::fromUtf8(*bytes) : QString();
}

/// What a command fetches when somebody runs it is not there yet.
bool isFetched(QStringView value)
{
    return value.startsWith(u"$(") || value.startsWith(u"${") || value.startsWith(u"\"$(") ||
           value.startsWith(u"'$(") || value.startsWith(u"|") || value.startsWith(u">");
}

} // namespace

void SecretMask::learn(const QString &text)
{
    const QString plain = text.trimmed();
    if (plain.size() < Shortest)
        return;
    m_known.insert(text);
    m_known.insert(plain);
    // A word in small letters may well be one that stands in others by chance.
    static const QRegularExpression word(QStringLiteral("\\A[a-z]+\\z"));
    if (plain.size() >= LongEnough && !word.match(plain).hasMatch() && !m_long.contains(plain))
        m_long.append(plain);
}

void SecretMask::learnAll(const Value &value)
{
    for (const Value &item : value.list())
        learnAll(item);
    for (const auto &[key, entry] : value.map())
        learnAll(entry);
    if (isLeaf(value))
        learn(value.scalarText());
}

void SecretMask::learnObject(const Value &object)
{
    if (!isSecret(object))
        return;
    learnAll(object[u"data"]);
    learnAll(object[u"stringData"]);
    for (const auto &[key, value] : object[u"data"].map())
        learn(decoded(value.scalarText()));
}

void SecretMask::learnValues(const Value &values)
{
    for (const Value &item : values.list())
        learnValues(item);
    for (const auto &[key, entry] : values.map()) {
        if (!namesSecretValue(key, values.map()))
            learnValues(entry);
        else if (!entry.isMap())
            learnAll(entry);
        for (const auto &[below, what] : entry.map()) {
            if (namesSecretValue(key, values.map()) && !isPlace(below))
                learnAll(what);
        }
    }
}

Value SecretMask::leaf(const Value &value) const
{
    if (!value.isString()) // a number may be what a Secret holds
        return m_known.contains(value.scalarText()) ? Value(hidden()) : value;
    const QString text = value.toString();
    return m_known.contains(text) || m_known.contains(text.trimmed()) ? Value(hidden())
                                                                      : Value(this->text(text));
}

Value SecretMask::masked(const Value &value, In in, bool isBelowName) const
{
    if (isLeaf(value)) {
        const bool tellsNothing = value.isEmpty() || value.type() == Value::Type::Bool;
        return tellsNothing ? value : isBelowName ? Value(hidden()) : leaf(value);
    }
    if (value.isList()) {
        List out;
        bool isAfterOption = false; // --password, and what it is
        for (const Value &item : value.list()) {
            out.append(masked(item, in, isBelowName || isAfterOption));
            const QString word = item.toString();
            isAfterOption = word.startsWith(u'-') && namesCredential(word);
        }
        return out;
    }
    const Map &map = value.map();
    // A variable of a container.
    const bool isNamed = namesCredential(map[u"name"].toString());
    Map out;
    for (const auto &[key, entry] : map) {
        bool isHidden = false;
        if ((isNamed && key == u"value") ||
            key == u"kubectl.kubernetes.io/last-applied-configuration")
            isHidden = true;
        else if (isBelowName)
            isHidden = !isPlace(key);
        else if (in == In::Values)
            isHidden = namesSecretValue(key, map);
        else if (isLeaf(entry)) // in manifests lists and maps of such names say where it is
            isHidden = namesCredential(key);
        out.append(key, masked(entry, in, isHidden));
    }
    return out;
}

Value SecretMask::object(const Value &object) const
{
    const auto allHidden = [](const auto &self, const Value &value) -> Value {
        if (isLeaf(value))
            return value.isEmpty() ? value : Value(hidden());
        if (value.isList())
            return List{Value(hidden())};
        Map out;
        for (const auto &[key, entry] : value.map())
            out.append(key, self(self, entry));
        return out;
    };
    if (!isSecret(object))
        return masked(object, In::Object, false);
    Map out;
    for (const auto &[key, value] : object.map())
        out.append(key,
                   isData(key) ? allHidden(allHidden, value) : masked(value, In::Object, false));
    return out;
}

Value SecretMask::values(const Value &values) const { return masked(values, In::Values, false); }

QString SecretMask::line(const QString &text) const
{
    if (looksLikeCredential(text))
        return hidden();
    QString out = text;
    for (const QString &known : m_long)
        out.replace(known, hidden());
    // password: x, export PASSWORD=x, --password=x; and the same in JSON on one line.
    static const QRegularExpression assigned(QStringLiteral(
        "(?<name>[\\w.-]+)(?<sign>[\"']?\\s*[:=]\\s*)(?<value>\"(?:[^\"\\\\]|\\\\.)*\""
        "|'[^']*'|[^\\s,}]+)"));
    qsizetype from = 0;
    for (;;) {
        const auto match = assigned.match(out, from);
        if (!match.hasMatch())
            return out;
        from = match.capturedEnd(u"sign");
        if (!namesCredential(match.captured(u"name")) || isFetched(match.capturedView(u"value")))
            continue;
        out.replace(match.capturedStart(u"value"), match.capturedLength(u"value"), hidden());
        from += hidden().size();
    }
}

QString SecretMask::text(const QString &text) const
{
    static const QRegularExpression key(
        QStringLiteral("-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|"
                       "\\z)"),
        QRegularExpression::DotMatchesEverythingOption);
    QStringList lines = QString(text).replace(key, hidden()).split(u'\n');
    for (QString &one : lines)
        one = line(one);
    return lines.join(u'\n');
}

Value tellHidden(const Value &before, const Value &after, const Value &maskedBefore,
                 const Value &maskedAfter)
{
    if (before == after)
        return maskedAfter;
    if (after.isMap()) {
        Map out;
        for (const auto &[key, entry] : after.map())
            out.append(key, tellHidden(before[key], entry, maskedBefore[key], maskedAfter[key]));
        return out;
    }
    if (after.isList() && after.list().size() == maskedAfter.list().size()) {
        const List &all = before.list();
        // By name, as Kubernetes' lists are; else by place.
        const auto partner = [&](qsizetype i) {
            const Value &name = after.list()[i][u"name"];
            for (qsizetype k = 0; !name.isNull() && k < all.size(); ++k) {
                if (all[k][u"name"] == name)
                    return k;
            }
            return name.isNull() ? i : qsizetype(-1);
        };
        List out;
        for (qsizetype i = 0; i < after.list().size(); ++i) {
            const qsizetype k = partner(i);
            const Value &mine = maskedAfter.list()[i];
            out.append(k < 0 || k >= maskedBefore.list().size() || k >= all.size()
                           ? mine
                           : tellHidden(all[k], after.list()[i], maskedBefore.list()[k], mine));
        }
        return out;
    }
    // It says the same now, and does not say it all.
    if (!maskedAfter.isString() || maskedAfter != maskedBefore)
        return maskedAfter;
    const QString text = maskedAfter.toString();
    return text + (text.endsWith(u'\n') ? QString() : QStringLiteral(" ")) +
           QCoreApplication::translate("SecretMask", "(changed)");
}

} // namespace chartwright
