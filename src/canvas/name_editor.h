// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "canvas/canvas_theme.h"
#include "document/document.h"

#include <QLineEdit>

class QLabel;

namespace chartwright {

/// Renames a resource where its name stands. Enter renames, Esc leaves; a name that is wrong is
/// marked and explained under the field, and is not taken. Deletes itself when it is done. Object
/// names: "canvas.nameEditor", "canvas.nameProblem".
class NameEditor : public QLineEdit
{
    Q_OBJECT
public:
    NameEditor(Document *document, const ResourceId &id, const CanvasTheme &theme, QWidget *parent);
    ~NameEditor() override;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    QString problem() const;
    void check();
    void finish(bool take);

    Document *m_document;
    ResourceId m_id;
    CanvasTheme m_theme;
    QLabel *m_problem;
    bool m_done = false;
};

} // namespace chartwright
