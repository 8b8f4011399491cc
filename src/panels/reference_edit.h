// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

#include <QTextEdit>
#include <QTextObjectInterface>

namespace chartwright {

/// Text with references in it, each one a chip that moves, copies and is deleted as one character.
/// What is typed stays text, whatever it looks like. One line that grows with its content; Enter
/// ends editing, Shift+Enter starts a new line.
class ReferenceEdit : public QTextEdit
{
    Q_OBJECT
public:
    explicit ReferenceEdit(QWidget *parent = nullptr);

    /// References are shown by what they read as in this topology.
    void setValue(const Topology &topology, const Value &value);
    /// A string, or a Text where there are chips.
    Value value() const;
    void insertReference(const Topology &topology, const Ref &ref);
    /// The text as it reads, chips resolved: for copying and for tests.
    QString shownText() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// By a person, after each key.
    void edited();
    /// Enter, or the focus went.
    void finished();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    QMimeData *createMimeDataFromSelection() const override;
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;

private:
    void adjustHeight();
    QString textBetween(int from, int to) const;

    int m_height = 0;
    bool m_setting = false;
};

/// Draws the chips of a ReferenceEdit.
class ChipObject : public QObject, public QTextObjectInterface
{
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)
public:
    using QObject::QObject;
    static constexpr int Type = QTextFormat::UserObject + 1;
    enum Property { Target = QTextFormat::UserProperty + 1, Part, Shown, ToolTip };

    QSizeF intrinsicSize(QTextDocument *doc, int pos, const QTextFormat &format) override;
    void drawObject(QPainter *painter, const QRectF &rect, QTextDocument *doc, int pos,
                    const QTextFormat &format) override;
};

} // namespace chartwright
