// SPDX-License-Identifier: Apache-2.0
#include "canary/needles.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStringEncoder>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype Shortest = 12;

using Make = QByteArray (*)(const QByteArray &);

/// What stays the same of the base64 of a text that `before` other bytes stand in front of, and
/// anything behind.
QByteArray base64Core(const QByteArray &value, qsizetype before)
{
    const QByteArray all = (QByteArray(before, 'x') + value).toBase64();
    const qsizetype first = before == 0 ? 0 : before == 1 ? 2 : 3;
    const qsizetype sure = (before + value.size()) * 8 / 6;
    return all.mid(first, sure - first);
}

template <int Before> QByteArray base64At(const QByteArray &value)
{
    return base64Core(value, Before);
}

QByteArray encoded(const QByteArray &value, QStringConverter::Encoding encoding)
{
    return QStringEncoder(encoding, QStringConverter::Flag::Stateless)(QString::fromUtf8(value));
}

QByteArray asJson(const QByteArray &value)
{
    return QJsonDocument(QJsonArray{QString::fromUtf8(value)})
        .toJson(QJsonDocument::Compact)
        .mid(2)
        .chopped(2);
}

QByteArray asJsonOfGo(const QByteArray &value)
{
    return asJson(value).replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
}

QByteArray inQuotes(const QByteArray &value) { return QByteArray(value).replace("'", "'\\''"); }

QByteArray inDoubleQuotes(const QByteArray &value)
{
    QByteArray out;
    for (const char c : value) {
        if (c == '"' || c == '$' || c == '`' || c == '\\')
            out += '\\';
        out += c;
    }
    return out;
}

const QList<std::pair<QString, Make>> &makers()
{
    static const QList<std::pair<QString, Make>> all{
        {u"raw"_s, [](const QByteArray &v) { return v; }},
        {u"base64"_s, base64At<0>},
        {u"base64 after one byte"_s, base64At<1>},
        {u"base64 after two bytes"_s, base64At<2>},
        {u"base64 of base64"_s,
         [](const QByteArray &v) { return base64Core(base64Core(v, 0), 0); }},
        {u"URL-encoded"_s, [](const QByteArray &v) { return v.toPercentEncoding(); }},
        {u"JSON"_s, asJson},
        {u"JSON of Go"_s, asJsonOfGo},
        {u"a word of a shell"_s, inQuotes},
        {u"a text of a shell"_s, inDoubleQuotes},
        {u"HTML"_s,
         [](const QByteArray &v) { return QString::fromUtf8(v).toHtmlEscaped().toUtf8(); }},
        {u"hex"_s, [](const QByteArray &v) { return v.toHex(); }},
        {u"HEX"_s, [](const QByteArray &v) { return v.toHex().toUpper(); }},
        {u"UTF-16 LE"_s, [](const QByteArray &v) { return encoded(v, QStringConverter::Utf16LE); }},
        {u"UTF-16 BE"_s, [](const QByteArray &v) { return encoded(v, QStringConverter::Utf16BE); }},
    };
    return all;
}

} // namespace

Needles::Needles(const QList<QByteArray> &values)
{
    for (int n = 0; n < values.size(); ++n) {
        QList<QByteArray> parts{values[n]};
        if (values[n].contains('\n'))
            parts += values[n].split('\n');
        for (const QByteArray &part : std::as_const(parts)) {
            if (part.size() < Shortest)
                continue;
            QList<QByteArray> known;
            for (const auto &[form, make] : makers()) {
                const QByteArray bytes = make(part);
                if (known.contains(bytes)) // URL-encoding often changes nothing
                    continue;
                known.append(bytes);
                m_needles.append({n, form, bytes});
            }
        }
    }
}

QStringList Needles::find(const QByteArray &bytes) const
{
    QStringList out;
    // Base64 for addresses has two other letters.
    const bool isPlain = !bytes.contains('-') && !bytes.contains('_');
    const QByteArray letters =
        isPlain ? QByteArray() : QByteArray(bytes).replace('-', '+').replace('_', '/');
    for (const Needle &needle : m_needles) {
        if (bytes.contains(needle.bytes) ||
            (needle.form.startsWith(u"base64") && letters.contains(needle.bytes)))
            out.append(u"value %1 as %2"_s.arg(needle.value).arg(needle.form));
    }
    return out;
}

QStringList Needles::findBelow(const QString &folder, int *files) const
{
    QStringList out;
    QDirIterator it(folder, QDir::Files | QDir::Hidden | QDir::System,
                    QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (!it.fileInfo().isFile()) // a socket
            continue;
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(file.fileName()));
        if (files)
            ++*files;
        for (const QString &hit : find(file.readAll()))
            out.append(file.fileName() + u": "_s + hit);
        if (file.fileName().endsWith(u".tgz")) {
            const QTemporaryDir unpacked;
            if (QProcess::execute(u"tar"_s,
                                  {u"-xzf"_s, file.fileName(), u"-C"_s, unpacked.path()}) != 0)
                qFatal("%s cannot be unpacked", qPrintable(file.fileName()));
            for (const QString &hit : findBelow(unpacked.path(), files))
                out.append(file.fileName() + u", unpacked: "_s + hit);
        }
    }
    return out;
}

QStringList Needles::forms()
{
    QStringList out;
    for (const auto &maker : makers())
        out.append(maker.first);
    return out;
}

QByteArray Needles::inForm(const QByteArray &value, const QString &form)
{
    if (form == u"base64 after one byte")
        return ("x" + value + "yz").toBase64();
    if (form == u"base64 after two bytes")
        return ("xx" + value + "y").toBase64();
    if (form == u"base64 of base64")
        return value.toBase64().toBase64();
    for (const auto &[name, make] : makers()) {
        if (name == form)
            return make(value);
    }
    return {};
}
