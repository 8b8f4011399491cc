// SPDX-License-Identifier: Apache-2.0
#include "panels/field_editor.h"

#include "panels/choice_editor.h"
#include "panels/line_editor.h"
#include "panels/list_editor.h"
#include "panels/map_editor.h"
#include "panels/overrides_editor.h"
#include "panels/ref_editor.h"
#include "panels/resource_form.h"
#include "panels/secret_editor.h"
#include "panels/struct_editors.h"
#include "panels/text_editor.h"
#include "panels/yaml_editor.h"

#include <QKeyEvent>
#include <QWidget>

namespace chartwright {

FieldEditor::FieldEditor(const FieldSpec &spec, EditContext *context, QObject *parent)
    : QObject(parent), m_spec(spec), m_context(context)
{
}

void FieldEditor::setPath(const Path &path, const Path &keep)
{
    m_path = path;
    m_keep = keep;
    input()->setObjectName(QStringLiteral("field:") + path.text());
}

bool FieldEditor::reveal(const Path &)
{
    input()->setFocus(Qt::OtherFocusReason);
    return true;
}

void FieldEditor::commit(const Value &value, EditContext::How how)
{
    m_context->set(m_path, value, how, m_keep);
}

void FieldEditor::setProblem(const QString &problem)
{
    if (std::exchange(m_problem, problem) != problem)
        emit problemChanged();
}

void FieldEditor::watch(QWidget *input)
{
    input->setAccessibleName(m_spec.label);
    input->setAccessibleDescription(m_spec.help);
    input->setWhatsThis(m_spec.help);
    input->installEventFilter(this);
}

bool FieldEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn) {
        m_context->startTyping();
    } else if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_F1 && key->modifiers() == Qt::NoModifier && m_context->kind()) {
            if (event->type() == QEvent::KeyPress)
                emit m_context->helpRequested(m_context->kind()->kind, m_path.text());
            event->accept();
            return true;
        }
    }
    return m_context->takeHistoryKey(event) || QObject::eventFilter(watched, event);
}

FieldEditor::Layout layoutOf(const FieldSpec &spec)
{
    switch (spec.type) {
    case FieldType::StringList:
    case FieldType::StringMap:
    case FieldType::Struct:
    case FieldType::StructList:
    case FieldType::StructMap:
    case FieldType::Yaml:
        return FieldEditor::Layout::Block;
    case FieldType::Union:
        return FieldEditor::Layout::Choice;
    default:
        return FieldEditor::Layout::Inline;
    }
}

FieldEditor *makeEditor(const FieldSpec &spec, EditContext *context, QWidget *parent, int depth)
{
    const KindSpec *kind = context->kind();
    if (kind && kind->kind == u"Release" && spec.path == u"overrides")
        return new OverridesEditor(spec, context, parent);
    switch (spec.type) {
    case FieldType::Text:
        return new TextEditor(spec, context, parent);
    case FieldType::Bool:
    case FieldType::Choice:
        return new ChoiceEditor(spec, context, parent);
    case FieldType::Ref:
    case FieldType::Port:
        return new RefEditor(spec, context, parent);
    case FieldType::StringList:
        return new ListEditor(spec, context, parent);
    case FieldType::StringMap:
        return new MapEditor(spec, context, parent);
    case FieldType::Struct:
        return new StructEditor(spec, context, parent, depth);
    case FieldType::StructList:
        return new StructListEditor(spec, context, parent, depth,
                                    isSpread(spec) ? QList{Section::Main} : QList<Section>());
    case FieldType::StructMap:
        return new StructMapEditor(spec, context, parent, depth);
    case FieldType::Union:
        return new UnionEditor(spec, context, parent, depth);
    case FieldType::Yaml:
        return new YamlEditor(spec, context, parent);
    case FieldType::KeptValue:
        return new SecretEditor(spec, context, parent);
    case FieldType::String:
    case FieldType::Int:
    case FieldType::Quantity:
    case FieldType::IntOrPercent:
        break;
    }
    return new LineEditor(spec, context, parent);
}

} // namespace chartwright
