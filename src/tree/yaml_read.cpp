// SPDX-License-Identifier: Apache-2.0
#include "tree/scalar_rules.h"
#include "tree/tree_builder.h"

#include <QCoreApplication>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <streambuf>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Read", text); }

Position positionOf(const YAML::Mark &mark) { return {mark.line + 1, mark.column + 1}; }

Ref refOf(const QString &text)
{
    const qsizetype hash = text.indexOf(u'#');
    return hash < 0 ? Ref{{text}, {}} : Ref{{text.first(hash)}, text.mid(hash + 1)};
}

/// The other way round than textText() of yaml_write.cpp; nullopt where a "${" does not end.
std::optional<Text> textOf(const QString &source)
{
    Text text;
    QString literal;
    for (qsizetype i = 0; i < source.size(); ++i) {
        if (source[i] != u'$') {
            literal += source[i];
        } else if (i + 1 < source.size() && source[i + 1] == u'$') {
            literal += u'$';
            ++i;
        } else if (i + 1 < source.size() && source[i + 1] == u'{') {
            QString inner;
            for (i += 2; i < source.size() && source[i] != u'}'; ++i) {
                if (source[i] == u'$' && i + 1 < source.size())
                    ++i;
                inner += source[i];
            }
            if (i >= source.size())
                return std::nullopt;
            if (!literal.isEmpty())
                text.pieces.append(std::exchange(literal, {}));
            text.pieces.append(refOf(inner));
        } else {
            return std::nullopt;
        }
    }
    if (!literal.isEmpty())
        text.pieces.append(literal);
    return text;
}

class Handler : public YAML::EventHandler
{
public:
    explicit Handler(TreeBuilder &builder) : m_builder(builder) {}

    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        refuseAnchor(mark, anchor);
        if (m_builder.wantsKey())
            m_builder.fail(tr("a key is empty"), positionOf(mark));
        m_builder.scalar({}, positionOf(mark));
    }

    void OnAlias(const YAML::Mark &mark, YAML::anchor_t) override
    {
        m_builder.fail(tr("aliases (*name) are not read"), positionOf(mark),
                       tr("Write the value out."));
    }

    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        refuseAnchor(mark, anchor);
        const Position at = positionOf(mark);
        const QString text = m_builder.text(value, at);
        if (m_builder.wantsKey()) {
            if (tag != "!" && (tag != "?" || text == u"<<" || !resolvePlainScalar(text).isString()))
                m_builder.fail(tr("the key \"%1\" is not a string").arg(text), at,
                               tr("Put it in double quotes."));
            m_builder.key(text, at);
        } else if (tag == "?") {
            m_builder.scalar(resolvePlainScalar(text), at);
        } else if (tag == "!" || tag == "tag:yaml.org,2002:str") {
            m_builder.scalar(text, at);
        } else if (tag == "!ref") {
            m_builder.scalar(refOf(text), at);
        } else if (tag == "!text") {
            auto parsed = textOf(text);
            if (!parsed)
                m_builder.fail(tr("a \"$\" is neither \"$$\" nor \"${…}\""), at);
            m_builder.scalar(*parsed, at);
        } else {
            refuseTag(tag, at);
        }
    }

    void OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        refuseContainer(mark, tag, anchor);
        m_builder.startList(positionOf(mark));
    }

    void OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        refuseContainer(mark, tag, anchor);
        m_builder.startMap(positionOf(mark));
    }

    void OnSequenceEnd() override { m_builder.end(); }
    void OnMapEnd() override { m_builder.end(); }

private:
    void refuseAnchor(const YAML::Mark &mark, YAML::anchor_t anchor)
    {
        if (anchor != 0)
            m_builder.fail(tr("anchors (&name) are not read"), positionOf(mark),
                           tr("Write the value out."));
    }

    void refuseTag(const std::string &tag, Position at)
    {
        m_builder.fail(tr("the tag \"%1\" is not known").arg(QString::fromStdString(tag)), at);
    }

    void refuseContainer(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor)
    {
        refuseAnchor(mark, anchor);
        if (m_builder.wantsKey())
            m_builder.fail(tr("a key is not a string"), positionOf(mark));
        if (!tag.empty() && tag != "?" && tag != "!")
            refuseTag(tag, positionOf(mark));
    }

    TreeBuilder &m_builder;
};

/// Reads from the bytes where they are.
class ByteBuffer : public std::streambuf
{
public:
    explicit ByteBuffer(const QByteArray &bytes)
    {
        char *begin =
            const_cast<char *>(bytes.constData()); // never written: there is no overflow()
        setg(begin, begin, begin + bytes.size());
    }
};

QString withoutPrefix(const std::string &what)
{
    // "yaml-cpp: error at line 1, column 2: …"; the place stands in Error::where.
    const QString text = QString::fromStdString(what);
    const qsizetype column = text.indexOf(QLatin1String("column "));
    const qsizetype colon = column < 0 ? -1 : text.indexOf(u':', column);
    return colon < 0 ? text : text.mid(colon + 2);
}

Error explained(const YAML::Exception &e, const QString &file)
{
    const Position at = e.mark.is_null() ? Position{1, 1} : positionOf(e.mark);
    for (const auto &[words, open, close] :
         {std::tuple(YAML::ErrorMsg::END_OF_SEQ_FLOW, u'[', u']'),
          std::tuple(YAML::ErrorMsg::END_OF_MAP_FLOW, u'{', u'}')}) {
        if (e.msg == words)
            return TreeBuilder::error(
                tr("\"%1\" was opened and not closed up to here").arg(QChar(open)), file, at,
                tr("Put \"%1\" where it ends.").arg(QChar(close)));
    }
    return TreeBuilder::error(tr("this is not YAML: %1").arg(withoutPrefix(e.what())), file, at);
}

Result<QList<Value>> readDocuments(const QByteArray &bytes, const QString &file,
                                   const ReadLimits &limits, Positions *positions, int most)
{
    if (auto error = checkBytes(bytes, file, limits))
        return tl::unexpected(*error);
    TreeBuilder builder(file, limits, positions);
    QList<Value> out;
    try {
        ByteBuffer buffer(bytes);
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        Handler handler(builder);
        while (parser.HandleNextDocument(handler)) {
            if (out.size() >= most)
                return failure(tr("the file holds more than one document (\"---\")"), file,
                               tr("Keep one of them."));
            out.append(builder.take());
        }
    } catch (const ReadFailure &e) {
        return tl::unexpected(e.error);
    } catch (const YAML::Exception &e) {
        return tl::unexpected(explained(e, file));
    } catch (const std::exception &e) {
        return failure(tr("this is not YAML: %1").arg(QString::fromUtf8(e.what())), file);
    }
    return out;
}

} // namespace

Result<Value> readYaml(const QByteArray &bytes, const QString &file, const ReadLimits &limits,
                       Positions *positions)
{
    auto documents = readDocuments(bytes, file, limits, positions, 1);
    if (!documents)
        return tl::unexpected(documents.error());
    return documents->isEmpty() ? Value() : documents->first();
}

Result<QList<Value>> readYamlStream(const QByteArray &bytes, const QString &file,
                                    const ReadLimits &limits)
{
    return readDocuments(bytes, file, limits, nullptr, std::numeric_limits<int>::max());
}

} // namespace chartwright
