// SPDX-License-Identifier: Apache-2.0
#include "panels/yaml_editor.h"

#include "panels/yaml_highlighter.h"
#include "tree/yaml.h"

#include <QFontDatabase>
#include <QPlainTextEdit>

namespace chartwright {

YamlEditor::YamlEditor(const FieldSpec &spec, EditContext *context, QWidget *parent)
    : FieldEditor(spec, context, parent), m_edit(new QPlainTextEdit(parent))
{
    m_edit->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_edit->setTabChangesFocus(true);
    m_edit->setUndoRedoEnabled(false);
    m_edit->setPlaceholderText(tr("YAML"));
    // A whole object is more than a field of one.
    const int lines = spec.required ? 24 : 6;
    m_edit->setFixedHeight(lines * m_edit->fontMetrics().lineSpacing() + 12);
    new YamlHighlighter(m_edit->document(), m_edit);
    watch(m_edit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_setting)
            onEdited();
    });
}

QWidget *YamlEditor::widget() { return m_edit; }

void YamlEditor::setPath(const Path &path, const Path &keep)
{
    FieldEditor::setPath(path, keep);
    m_edit->setAccessibleName(spec().label);
}

void YamlEditor::onEdited()
{
    const QString text = m_edit->toPlainText();
    if (text.trimmed().isEmpty()) {
        m_value = {};
        setProblem({});
        commit({}, EditContext::How::Typing);
        return;
    }
    const auto read = readYaml(text.toUtf8(), {});
    if (!read) {
        // ":3:5" for a text without a file.
        const QString place = read.error().where.section(u':', -2);
        setProblem(place.isEmpty()
                       ? read.error().message
                       : tr("Line %1: %2").arg(place.section(u':', 0, 0), read.error().message));
        return;
    }
    setProblem({});
    m_value = *read;
    commit(*read, EditContext::How::Typing);
}

void YamlEditor::refresh()
{
    const Value now = isMixed() ? Value() : value();
    const bool sameField = m_of == context()->ids();
    m_of = context()->ids();
    m_edit->setReadOnly(isReadOnly());
    // Broken text is kept until something else is set.
    if (sameField && now == m_value)
        return;
    m_value = now;
    setProblem({});
    m_setting = true;
    const int cursor = m_edit->textCursor().position();
    m_edit->setPlainText(now.isNull() ? QString() : QString::fromUtf8(writeYaml(now)));
    QTextCursor c = m_edit->textCursor();
    c.setPosition(std::min(cursor, m_edit->document()->characterCount() - 1));
    m_edit->setTextCursor(c);
    m_setting = false;
}

} // namespace chartwright
