// SPDX-License-Identifier: Apache-2.0
#include "tree/tree_builder.h"

#include <QCoreApplication>
#include <QStringDecoder>

namespace chartwright {
namespace {

constexpr qsizetype LargeMap = 16;

QString tr(const char *text) { return QCoreApplication::translate("Read", text); }

Position positionOf(const QByteArray &bytes, qsizetype offset)
{
    const QByteArrayView head = QByteArrayView(bytes).first(std::min(offset, bytes.size()));
    const qsizetype start = head.lastIndexOf('\n') + 1;
    return {int(head.count('\n')) + 1, int(head.size() - start) + 1};
}

/// Offset of the first byte that is not UTF-8, or -1.
qsizetype firstBadByte(const QByteArray &bytes)
{
    QStringDecoder whole(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    (void)QString(whole(bytes));
    if (!whole.hasError())
        return -1;
    // Only for the message: the good head is the longest one that decodes without an error.
    qsizetype good = 0, bad = bytes.size();
    while (bad - good > 1) {
        const qsizetype middle = good + (bad - good) / 2;
        QStringDecoder head(QStringDecoder::Utf8);
        (void)QString(head(QByteArrayView(bytes).first(middle)));
        (head.hasError() ? bad : good) = middle;
    }
    return good;
}

} // namespace

Error TreeBuilder::error(const QString &message, const QString &file, Position at,
                         const QString &remedy)
{
    return Error{message, QStringLiteral("%1:%2:%3").arg(file).arg(at.line).arg(at.column), remedy};
}

void TreeBuilder::fail(const QString &message, Position at, const QString &remedy) const
{
    throw ReadFailure(error(message, m_file, at, remedy));
}

void TreeBuilder::count(Position at)
{
    if (++m_nodes > m_limits.nodes)
        fail(tr("the file has more than %1 values").arg(m_limits.nodes), at);
}

void TreeBuilder::note(Position at)
{
    if (!m_positions || m_stack.empty() || int(m_stack.size()) > m_limits.positionDepth)
        return;
    const Frame &top = m_stack.back();
    const Path path = top.isMap ? top.path.key(top.pendingKey) : top.path.index(top.list.size());
    m_positions->insert(path.text(), at);
}

void TreeBuilder::begin(bool isMap, Position at)
{
    count(at);
    if (int(m_stack.size()) >= m_limits.depth)
        fail(tr("values are nested more than %1 deep").arg(m_limits.depth), at);
    Frame frame{isMap, {}, {}, {}, false, {}, {}};
    if (m_positions && int(m_stack.size()) < m_limits.positionDepth && !m_stack.empty()) {
        const Frame &top = m_stack.back();
        frame.path = top.isMap ? top.path.key(top.pendingKey) : top.path.index(top.list.size());
        if (!top.isMap)
            note(at);
    }
    m_stack.push_back(std::move(frame));
}

void TreeBuilder::startMap(Position at) { begin(true, at); }
void TreeBuilder::startList(Position at) { begin(false, at); }

bool TreeBuilder::wantsKey() const
{
    return !m_stack.empty() && m_stack.back().isMap && !m_stack.back().hasKey;
}

void TreeBuilder::key(const QString &key, Position at)
{
    count(at);
    Frame &top = m_stack.back();
    bool twice = false;
    if (top.map.size() < LargeMap) {
        twice = top.map.contains(key);
    } else {
        if (top.keys.isEmpty()) {
            for (const auto &entry : top.map)
                top.keys.insert(entry.key);
        }
        const qsizetype before = top.keys.size();
        top.keys.insert(key);
        twice = top.keys.size() == before;
    }
    if (twice)
        fail(tr("the key \"%1\" is there twice").arg(key), at, tr("Keep one of the two."));
    top.pendingKey = key;
    top.hasKey = true;
    note(at);
}

void TreeBuilder::scalar(Value value, Position at)
{
    count(at);
    if (!m_stack.empty() && !m_stack.back().isMap)
        note(at);
    put(std::move(value));
}

void TreeBuilder::put(Value value)
{
    if (m_stack.empty()) {
        m_root = std::move(value);
        m_done = true;
        return;
    }
    Frame &top = m_stack.back();
    if (top.isMap) {
        top.map.append(std::exchange(top.pendingKey, {}), std::move(value));
        top.hasKey = false;
    } else {
        top.list.append(std::move(value));
    }
}

void TreeBuilder::end()
{
    Frame frame = std::move(m_stack.back());
    m_stack.pop_back();
    put(frame.isMap ? Value(std::move(frame.map)) : Value(std::move(frame.list)));
}

QString TreeBuilder::text(QByteArrayView utf8, Position at) const
{
    if (qint64(utf8.size()) > m_limits.scalarBytes)
        fail(tr("a value is longer than %1 KiB").arg(m_limits.scalarBytes / 1024), at);
    if (utf8.contains('\0'))
        fail(tr("a value holds the character U+0000, which no manifest can hold"), at);
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless |
                                                     QStringDecoder::Flag::ConvertInitialBom);
    QString out = decoder(utf8);
    if (decoder.hasError())
        fail(tr("a value holds half of a surrogate pair"), at);
    return out;
}

Value TreeBuilder::take()
{
    m_done = false;
    return std::exchange(m_root, {});
}

std::optional<Error> checkBytes(const QByteArray &bytes, const QString &file,
                                const ReadLimits &limits)
{
    if (bytes.size() > limits.bytes) {
        return Error{
            tr("the file is larger than %1 MiB").arg(limits.bytes / (1024ll * 1024)), file, {}};
    }
    if (const qsizetype nul = bytes.indexOf('\0'); nul >= 0) {
        return TreeBuilder::error(tr("the character U+0000 is not allowed"), file,
                                  positionOf(bytes, nul));
    }
    if (const qsizetype bad = firstBadByte(bytes); bad >= 0) {
        return TreeBuilder::error(tr("this is not UTF-8"), file, positionOf(bytes, bad),
                                  tr("Save the file with the encoding UTF-8."));
    }
    return std::nullopt;
}

} // namespace chartwright
