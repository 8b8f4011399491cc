// SPDX-License-Identifier: Apache-2.0
#include "tree/path.h"

namespace chartwright {
namespace {

bool isPlain(const QString &name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || c == u'_' || c == u'/' || c == u'-';
    });
}

// Doubling the quote keeps the reading of a path free of escapes.
QString quoted(const QString &name)
{
    return u'\'' + QString(name).replace(u'\'', QLatin1String("''")) + u'\'';
}

/// Reads '…' at `pos`; nullopt if it does not end.
std::optional<QString> readQuoted(const QString &text, qsizetype &pos)
{
    QString out;
    for (qsizetype i = pos + 1; i < text.size(); ++i) {
        if (text[i] != u'\'') {
            out += text[i];
        } else if (i + 1 < text.size() && text[i + 1] == u'\'') {
            out += u'\'';
            ++i;
        } else {
            pos = i + 1;
            return out;
        }
    }
    return std::nullopt;
}

bool readItem(const QString &text, qsizetype &pos, QList<Path::Step> &steps)
{
    ++pos;
    Path::Step step{Path::Step::Kind::Item, {}, -1};
    if (pos < text.size() && text[pos] == u'\'') {
        auto name = readQuoted(text, pos);
        if (!name)
            return false;
        step.name = *name;
    } else {
        const qsizetype end = text.indexOf(u']', pos);
        if (end < 0)
            return false;
        const QString inner = text.mid(pos, end - pos);
        pos = end;
        if (inner.startsWith(u'#')) {
            bool ok = false;
            step = {Path::Step::Kind::Index, {}, inner.mid(1).toLongLong(&ok)};
            if (!ok || step.index < 0)
                return false;
        } else {
            step.name = inner;
        }
    }
    if (pos >= text.size() || text[pos] != u']')
        return false;
    ++pos;
    steps.append(step);
    return true;
}

bool readKey(const QString &text, qsizetype &pos, QList<Path::Step> &steps)
{
    QString name;
    if (text[pos] == u'\'') {
        auto q = readQuoted(text, pos);
        if (!q)
            return false;
        name = *q;
    } else {
        const qsizetype begin = pos;
        while (pos < text.size() && text[pos] != u'.' && text[pos] != u'[')
            ++pos;
        if (pos == begin)
            return false;
        name = text.mid(begin, pos - begin);
    }
    steps.append({Path::Step::Kind::Key, name, -1});
    return true;
}

} // namespace

Path::Path(const QString &text)
{
    qsizetype pos = 0;
    while (pos < text.size()) {
        bool ok = true;
        if (text[pos] == u'[') {
            ok = readItem(text, pos, m_steps);
        } else {
            if (pos > 0)
                ok = text[pos++] == u'.' && pos < text.size();
            ok = ok && readKey(text, pos, m_steps);
        }
        if (!ok) {
            m_steps = {{Step::Kind::Index, {}, -1}};
            m_valid = false;
            return;
        }
    }
}

QString Path::text() const
{
    QString out;
    for (const Step &s : m_steps) {
        switch (s.kind) {
        case Step::Kind::Key:
            if (!out.isEmpty())
                out += u'.';
            out += isPlain(s.name) ? s.name : quoted(s.name);
            break;
        case Step::Kind::Item:
            out += u'[' + (isPlain(s.name) ? s.name : quoted(s.name)) + u']';
            break;
        case Step::Kind::Index:
            out += QLatin1String("[#") + QString::number(s.index) + u']';
            break;
        }
    }
    return out;
}

Path Path::key(const QString &name) const
{
    Path p = *this;
    p.m_steps.append({Step::Kind::Key, name, -1});
    return p;
}

Path Path::item(const QString &mergeKey) const
{
    Path p = *this;
    p.m_steps.append({Step::Kind::Item, mergeKey, -1});
    return p;
}

Path Path::index(qsizetype i) const
{
    Path p = *this;
    p.m_steps.append({Step::Kind::Index, {}, i});
    return p;
}

Path Path::operator/(const Path &tail) const
{
    Path p = *this;
    p.m_steps += tail.m_steps;
    p.m_valid = m_valid && tail.m_valid;
    return p;
}

Path Path::parent() const
{
    Path p = *this;
    if (!p.m_steps.isEmpty())
        p.m_steps.removeLast();
    return p;
}

std::optional<Path> Path::after(const Path &head) const
{
    if (head.size() > size() ||
        !std::equal(head.m_steps.begin(), head.m_steps.end(), m_steps.begin()))
        return std::nullopt;
    Path p;
    p.m_steps = m_steps.mid(head.size());
    return p;
}

QString Path::pattern() const
{
    QString out;
    for (const Step &s : m_steps) {
        if (s.kind != Step::Kind::Key) {
            out += QLatin1String("[]");
            continue;
        }
        if (!out.isEmpty())
            out += u'.';
        out += isPlain(s.name) ? s.name : quoted(s.name);
    }
    return out;
}

} // namespace chartwright
