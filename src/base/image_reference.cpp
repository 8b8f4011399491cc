// SPDX-License-Identifier: Apache-2.0
#include "base/image_reference.h"

#include <QRegularExpression>

namespace chartwright {

bool ImageReference::isName(QStringView text)
{
    static const QRegularExpression p(QStringLiteral(
        "\\A[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*\\z"));
    return text.size() <= 255 && p.match(text.toString()).hasMatch();
}

bool ImageReference::isTag(QStringView text)
{
    static const QRegularExpression p(QStringLiteral("\\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\\z"));
    return p.match(text.toString()).hasMatch();
}

bool ImageReference::isRegistry(QStringView text)
{
    static const QRegularExpression p(
        QStringLiteral("\\A([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
                       "(\\.([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(:[0-9]{1,5})?\\z"));
    return p.match(text.toString()).hasMatch();
}

bool ImageReference::isDigest(QStringView text)
{
    static const QRegularExpression p(QStringLiteral("\\Asha256:[0-9a-f]{64}\\z"));
    return p.match(text.toString()).hasMatch();
}

std::optional<ImageReference> ImageReference::parse(QStringView text)
{
    ImageReference ref;
    if (const qsizetype at = text.indexOf(u'@'); at >= 0) {
        ref.digest = text.mid(at + 1).toString();
        text = text.first(at);
        if (!isDigest(ref.digest))
            return std::nullopt;
    }
    const qsizetype slash = text.indexOf(u'/');
    if (slash >= 0) {
        const QStringView first = text.first(slash);
        if (first.contains(u'.') || first.contains(u':') || first == u"localhost") {
            ref.registry = first.toString();
            text = text.mid(slash + 1);
            if (!isRegistry(ref.registry))
                return std::nullopt;
        }
    }
    if (const qsizetype colon = text.lastIndexOf(u':'); colon >= 0) {
        ref.tag = text.mid(colon + 1).toString();
        text = text.first(colon);
        if (!isTag(ref.tag))
            return std::nullopt;
    }
    ref.name = text.toString();
    if (!isName(ref.name))
        return std::nullopt;
    return ref;
}

QString ImageReference::repository() const
{
    return registry.isEmpty() ? name : registry + u'/' + name;
}

QString ImageReference::text() const
{
    QString out = repository();
    if (!tag.isEmpty())
        out += u':' + tag;
    if (!digest.isEmpty())
        out += u'@' + digest;
    return out;
}

} // namespace chartwright
