// SPDX-License-Identifier: Apache-2.0
#include "manifest/emitter.h"
#include "tree/yaml.h"

namespace chartwright::manifest {
namespace {

class Printer
{
public:
    explicit Printer(Emitter &emitter) : m_emitter(emitter) {}

    QString take() { return std::move(m_out); }

    void guarded(const QList<Condition> &guards, qsizetype from, const std::function<void()> &body)
    {
        if (from == guards.size()) {
            body();
            return;
        }
        conditional(guards[from], 0, [&] { guarded(guards, from + 1, body); });
    }

    void node(const Node &node, int indent)
    {
        if (node.isInline()) {
            startLine(indent);
            m_out += scalar(node);
        } else {
            content(node, indent);
        }
    }

private:
    Emitter &m_emitter;
    QString m_out;
    bool m_begun = false;  ///< something stands before the next line
    bool m_inline = false; ///< "- " was written: the next line starts here

    void startLine(int indent)
    {
        if (std::exchange(m_inline, false))
            return;
        if (std::exchange(m_begun, true))
            m_out += u'\n';
        m_out += QString(indent, u' ');
    }

    void conditional(const std::optional<Condition> &when, int indent,
                     const std::function<void()> &body)
    {
        if (!when) {
            body();
            return;
        }
        Q_ASSERT(!m_inline); // the first key of a list item is never conditional
        const QString opening = m_emitter.opening(*when);
        if (!m_emitter.open(*when))
            return;
        if (!opening.isEmpty()) {
            startLine(indent);
            m_out += opening;
        }
        body();
        m_emitter.close();
        if (const QString closing = m_emitter.closing(); !closing.isEmpty()) {
            startLine(indent);
            m_out += closing;
        }
    }

    QString scalar(const Node &node)
    {
        if (node.asMap())
            return QStringLiteral("{}");
        if (node.asList())
            return QStringLiteral("[]");
        if (const Literal *literal = node.asLiteral())
            return m_emitter.literal(*literal);
        if (const Expr *expr = std::get_if<Expr>(&node.data()))
            return m_emitter.expr(*expr);
        return m_emitter.format(std::get<Format>(node.data()));
    }

    void content(const Node &node, int indent)
    {
        if (const Entries *entries = node.asMap()) {
            for (const Entry &entry : *entries)
                conditional(entry.when, indent, [&] { writeEntry(entry, indent); });
        } else if (const Items *items = node.asList()) {
            for (const Item &item : *items)
                conditional(item.when, indent, [&] { writeItem(item, indent); });
        } else if (const Block *block = std::get_if<Block>(&node.data())) {
            m_out += m_emitter.block(block->expr, indent);
        }
    }

    void writeEntry(const Entry &entry, int indent)
    {
        if (!entry.include.isEmpty()) {
            m_out += m_emitter.include(entry.include, indent);
            return;
        }
        if (m_emitter.writesComments())
            writeComment(entry, indent);
        startLine(indent);
        m_out += m_emitter.key(entry.key) + u':';
        writeAfter(entry.value, indent + 2);
    }

    void writeComment(const Entry &entry, int indent)
    {
        if (entry.spaced && m_begun)
            m_out += u'\n';
        if (entry.comment.isEmpty())
            return;
        for (const QString &line : entry.comment.split(u'\n')) {
            startLine(indent);
            m_out += QLatin1String("# ") + line;
        }
    }

    void writeItem(const Item &item, int indent)
    {
        startLine(indent);
        m_out += u'-';
        if (item.value.asMap() || item.value.asList()) {
            m_out += u' ';
            if (item.value.isEmptyContainer()) {
                m_out += scalar(item.value);
            } else {
                m_inline = true;
                content(item.value, indent + 2);
            }
        } else {
            writeAfter(item.value, indent + 2);
        }
    }

    void writeAfter(const Node &node, int indent)
    {
        if (node.isInline()) {
            if (const QString text = scalar(node); !text.isEmpty())
                m_out += u' ' + text;
            else
                m_out += u' ';
        } else if (const Lines *lines = std::get_if<Lines>(&node.data())) {
            m_out += QLatin1String(" |");
            for (const Format &line : lines->lines) {
                startLine(indent);
                m_out += m_emitter.line(line);
            }
        } else {
            content(node, indent);
        }
    }
};

/// As EvaluateEmitter without anything to evaluate; literals only.
class PlainEmitter : public EvaluateEmitter
{
public:
    PlainEmitter() : EvaluateEmitter(m_none) {}
    bool writesComments() const override { return true; }
    QString key(const QString &key) override { return yamlKey(key); }
    QString literal(const Literal &literal) override
    {
        if (literal.quoted && literal.value.isString())
            return yamlQuoted(literal.value.toString());
        return yamlScalar(literal.value);
    }

private:
    Scope m_none;
};

} // namespace

QString print(Emitter &emitter, const Node &node, int indent)
{
    Printer printer(emitter);
    printer.node(node, indent);
    return printer.take();
}

QString print(Emitter &emitter, const Document &document)
{
    Printer printer(emitter);
    printer.guarded(document.guards, 0, [&] { printer.node(document.node, 0); });
    return printer.take();
}

QByteArray printTemplate(const Document &document)
{
    TemplateEmitter emitter;
    return (print(emitter, document) + u'\n').toUtf8();
}

QByteArray printDefinitions(const QList<Definition> &definitions)
{
    QStringList parts;
    for (const Definition &definition : definitions) {
        TemplateEmitter emitter;
        const bool isText = definition.prefixLength > 0 || definition.node.isInline();
        const QString head = QStringLiteral("{{- define \"%1\" -}}\n").arg(definition.name);
        const QString body = definition.prefixLength > 0 ? prefixTemplate(definition.prefixLength)
                                                         : print(emitter, definition.node, 0);
        parts.append(head + body + QLatin1String(isText ? "\n{{- end -}}\n" : "\n{{- end }}\n"));
    }
    return parts.join(u'\n').toUtf8();
}

Result<QByteArray> evaluate(const Document &document, const Scope &scope)
{
    try {
        EvaluateEmitter emitter(scope);
        QString text = print(emitter, document);
        if (text.isEmpty())
            return QByteArray();
        // Helm takes the words for a missing value out of every file.
        text.remove(QLatin1String("<no value>"));
        return (text + u'\n').toUtf8();
    } catch (const EvaluateFailure &e) {
        Error error = e.error;
        error.where = document.file;
        return tl::unexpected(error);
    }
}

QByteArray printPlain(const Node &node)
{
    PlainEmitter emitter;
    return (print(emitter, node, 0) + u'\n').toUtf8();
}

} // namespace chartwright::manifest
