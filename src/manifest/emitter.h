// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "manifest/printer.h"

namespace chartwright::manifest {

/// What the printer asks: how each leaf reads. The printer itself owns lines and indentation.
class Emitter
{
public:
    virtual ~Emitter() = default;
    virtual QString key(const QString &key) = 0;
    virtual QString literal(const Literal &literal) = 0;
    virtual QString expr(const Expr &expr) = 0;
    virtual QString format(const Format &format) = 0;
    /// The inside of a line of a block of lines.
    virtual QString line(const Format &format) = 0;
    /// What follows on from the end of the line before: an action that trims, or lines.
    virtual QString include(const QString &definition, int indent) = 0;
    virtual QString block(const Expr &expr, int indent) = 0;
    /// Begins a conditional part; false: leave it out (then close() is not called).
    virtual bool open(const Condition &condition) = 0;
    /// "{{- if … }}" on a line of its own; empty: no line.
    virtual QString opening(const Condition &condition) = 0;
    virtual QString closing() = 0;
    virtual void close() = 0;
    virtual bool writesComments() const { return false; }
};

/// Echoes `{{ … }}`.
class TemplateEmitter : public Emitter
{
public:
    QString key(const QString &key) override;
    QString literal(const Literal &literal) override;
    QString expr(const Expr &expr) override;
    QString format(const Format &format) override;
    QString line(const Format &format) override;
    QString include(const QString &definition, int indent) override;
    QString block(const Expr &expr, int indent) override;
    bool open(const Condition &condition) override;
    QString opening(const Condition &condition) override;
    QString closing() override { return QStringLiteral("{{- end }}"); }
    void close() override;

private:
    bool rebound() const { return m_withs > 0; }
    QList<Condition::Kind> m_open;
    int m_withs = 0;
};

/// Does what Helm does.
class EvaluateEmitter : public Emitter
{
public:
    explicit EvaluateEmitter(const Scope &scope) : m_scope(scope) {}
    QString key(const QString &key) override;
    QString literal(const Literal &literal) override;
    QString expr(const Expr &expr) override;
    QString format(const Format &format) override;
    QString line(const Format &format) override;
    QString include(const QString &definition, int indent) override;
    QString block(const Expr &expr, int indent) override;
    bool open(const Condition &condition) override;
    QString opening(const Condition &) override { return {}; }
    QString closing() override { return {}; }
    void close() override;

    /// The text of a definition.
    QString text(const QString &definition);

private:
    Value base(const Expr &expr);
    Value value(const Expr &expr);
    Value value(const Format &format);
    Value filtered(Value value, const QList<Filter> &filters);
    Value argument(const Node &node);

    const Scope &m_scope;
    QList<Value> m_dots;
    QList<Condition::Kind> m_open;
};

/// Thrown while evaluating where Helm would stop, caught in evaluate().
struct EvaluateFailure
{
    Error error;
};

/// Lays a node out. `indent` is that of its first line; nothing is written before it or after it.
QString print(Emitter &emitter, const Node &node, int indent);
/// With the document's guards.
QString print(Emitter &emitter, const Document &document);

/// The parts of a pipeline as text. `rebound`: the dot is not the root, so ".Values" is "$.Values".
QString pipeline(const Expr &expr, bool rebound);
QString pipeline(const Format &format, bool rebound);
/// The same where a single argument is wanted.
QString argumentText(const Expr &expr, bool rebound);
/// A YAML scalar in which Helm does not find "<no value>", which it takes out of every file.
QString safeScalar(const QString &text, bool quoted);
/// Whether it is written as a string with actions inside, not as one printf.
bool isEmbedded(const Format &format);
/// `prefix`'s definition: the release and chart name, cut.
QString prefixTemplate(int length);
QString prefixText(const Scope &scope, int length);

} // namespace chartwright::manifest
