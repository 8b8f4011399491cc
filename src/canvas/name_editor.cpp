// SPDX-License-Identifier: Apache-2.0
#include "canvas/name_editor.h"

#include "checks/name_problem.h"

#include <QKeyEvent>
#include <QLabel>

namespace chartwright {

NameEditor::NameEditor(Document *document, const ResourceId &id, const CanvasTheme &theme,
                       QWidget *parent)
    : QLineEdit(parent), m_document(document), m_id(id), m_theme(theme),
      m_problem(new QLabel(parent))
{
    setObjectName(QStringLiteral("canvas.nameEditor"));
    m_problem->setObjectName(QStringLiteral("canvas.nameProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setAutoFillBackground(true);
    m_problem->setMargin(4);
    m_problem->setWordWrap(true);
    m_problem->hide();
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Name"));
    if (const ResourcePtr r = document->topology().find(id))
        setText(r->name);
    selectAll();
    connect(this, &QLineEdit::textChanged, this, &NameEditor::check);
}

NameEditor::~NameEditor() { delete m_problem; }

QString NameEditor::problem() const
{
    const ResourcePtr r = m_document->topology().find(m_id);
    return r ? nameProblem(m_document->topology(), *r, text()) : QString();
}

void NameEditor::check()
{
    const QString wrong = problem();
    QPalette colours = palette();
    colours.setColor(QPalette::Text, wrong.isEmpty() ? m_theme.text : m_theme.error);
    setPalette(colours);
    m_problem->setVisible(!wrong.isEmpty());
    if (wrong.isEmpty())
        return;
    QPalette under = m_problem->palette();
    under.setColor(QPalette::WindowText, m_theme.error);
    under.setColor(QPalette::Window, m_theme.body);
    m_problem->setPalette(under);
    m_problem->setText(wrong);
    m_problem->setFixedWidth(std::max(width(), 200));
    m_problem->adjustSize();
    m_problem->move(x(), y() + height() + 2);
    m_problem->raise();
}

void NameEditor::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        finish(false);
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        problem().isEmpty() ? finish(true) : check();
    else
        QLineEdit::keyPressEvent(event);
}

void NameEditor::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason) // its own context menu
        finish(problem().isEmpty());
}

void NameEditor::finish(bool take)
{
    if (m_done)
        return;
    m_done = true;
    const ResourcePtr r = m_document->topology().find(m_id);
    const QString name = text();
    QWidget *canvas = parentWidget() ? parentWidget()->parentWidget() : nullptr;
    if (hasFocus() && canvas)
        canvas->setFocus();
    close();
    if (take && r && name != r->name) {
        Edit edit = renameResource(m_document->topology(), m_id, name);
        edit.mergeKey.clear(); // each one is a step of its own
        m_document->push(edit);
    }
}

} // namespace chartwright
