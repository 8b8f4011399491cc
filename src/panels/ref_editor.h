// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/field_editor.h"

#include <QComboBox>

namespace chartwright {

/// What a field may refer to, as a person picks it.
struct RefCandidate
{
    QString text; ///< "todo-config", "http 8000"
    Ref ref;
};

/// Resources of the field's kind; for a part the ports, keys or volumes of the target that a field
/// beside it names, of the resource itself, or of what it is wired to.
QList<RefCandidate> refCandidates(const EditContext &context, const FieldSpec &spec,
                                  const Path &path);
/// How a reference is shown; one that leads nowhere says so.
QString refText(const Topology &topology, const Ref &ref);

/// A combo box that fills its list when it is about to be used.
class LazyComboBox : public QComboBox
{
    Q_OBJECT
public:
    using QComboBox::QComboBox;
    void showPopup() override;

signals:
    void aboutToBeUsed();

protected:
    void focusInEvent(QFocusEvent *event) override;
};

/// Ref and Port: what is drawn, from a list, or free text.
class RefEditor : public FieldEditor
{
    Q_OBJECT
public:
    RefEditor(const FieldSpec &spec, EditContext *context, QWidget *parent);
    QWidget *widget() override { return m_combo; }
    void refresh() override;
    bool reveal(const Path &path) override;

private:
    void fill();
    void choose(const Value &value, EditContext::How how);
    Value valueOf(const QString &text) const;

    LazyComboBox *m_combo;
    QList<RefCandidate> m_candidates;
    QString m_shown;
};

} // namespace chartwright
