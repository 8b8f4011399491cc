// SPDX-License-Identifier: Apache-2.0
#include "panels/text_editor.h"

#include "panels/line_editor.h"
#include "panels/panel_style.h"
#include "panels/reference_edit.h"

#include <QMenu>
#include <QToolButton>

namespace chartwright {

TextEditor::TextEditor(const FieldSpec &spec, EditContext *context, QWidget *parent)
    : FieldEditor(spec, context, parent), m_edit(new ReferenceEdit(parent))
{
    watch(m_edit);
    m_edit->setToolTip(spec.help.isEmpty()
                           ? tr("Shift+Enter starts a new line.")
                           : tr("%1 Shift+Enter starts a new line.").arg(spec.help));
    connect(m_edit, &ReferenceEdit::edited, this, [this] {
        // An empty text is a text: it is what tells the alternative of a union.
        commit(m_edit->value(), EditContext::How::Typing);
    });
    connect(m_edit, &ReferenceEdit::finished, this, [this] { refresh(); });
}

QWidget *TextEditor::widget() { return m_edit; }

void TextEditor::refresh()
{
    m_edit->setPlaceholderText(placeholder(*this, {}));
    m_edit->setReadOnly(isReadOnly());
    m_edit->setValue(context()->topology(), isMixed() ? Value() : value());
}

QToolButton *insertReferenceButton(EditContext *context, const QString &kind, QWidget *parent,
                                   const std::function<void(const Text &)> &insert)
{
    auto *button =
        style::glyphButton(style::Glyph::Insert, TextEditor::tr("Insert a reference"), parent);
    button->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(button);
    button->setMenu(menu);
    button->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    QObject::connect(menu, &QMenu::aboutToShow, button, [=] {
        menu->clear();
        const Topology &topology = context->topology();
        for (const ResourcePtr &r : topology.ofKind(kind)) {
            const KindSpec *spec = topology.kinds().find(kind);
            const QString name = QString(r->name).replace(u'&', QLatin1String("&&"));
            const auto add = [=](const QString &title, const Text &text) {
                QObject::connect(menu->addAction(style::kindIcon(spec, button->palette()), title),
                                 &QAction::triggered, button, [=] { insert(text); });
            };
            const QList<Part> parts = spec->parts ? spec->parts(*r) : QList<Part>();
            for (const Part &port : parts) {
                if (port.part.startsWith(u"port/"))
                    add(QStringLiteral("http://%1:%2").arg(name, port.value.scalarText()),
                        Text{{QStringLiteral("http://"), Ref{r->id, {}}, QStringLiteral(":"),
                              Ref{r->id, port.part}}});
            }
            add(name, Text{{Ref{r->id, {}}}});
            for (const Part &port : parts) {
                if (port.part.startsWith(u"port/"))
                    add(TextEditor::tr("%1, port %2").arg(name, port.label),
                        Text{{Ref{r->id, port.part}}});
            }
        }
        if (menu->isEmpty())
            menu->addAction(TextEditor::tr("Nothing drawn to refer to"))->setEnabled(false);
    });
    return button;
}

} // namespace chartwright
