// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/field_editor.h"
#include "secrets/vault.h"

#include <QTimer>

class QLabel;
class QToolButton;

namespace chartwright {

class RevealedValue;

/// KeptValue: where the value of a Secret's key is, and what can be done with it. The drawing holds
/// its id only; the value goes between the keychain and the person.
///
/// Object names: "field:<path>" sets it, "state:", "show:", "copy:", "forget:", "unlock:",
/// "cancel:" and "value:" (while it is shown) followed by the path.
class SecretEditor : public FieldEditor
{
    Q_OBJECT
public:
    SecretEditor(const FieldSpec &spec, EditContext *context, QWidget *parent);
    QWidget *widget() override;
    QWidget *input() override;
    QWidget *below() override { return m_below; }
    void setPath(const Path &path, const Path &keep = {}) override;
    void refresh() override;

private:
    QToolButton *addButton(const char *name, const QString &text, void (SecretEditor::*run)());
    QString key() const;
    QString id() const;
    ValueKey valueKey() const { return {id(), {}}; }
    void say(const QString &text);
    void complain(const QString &text);

    void setValue();
    void checkValue();
    void showValue();
    void copyValue();
    void forgetValue();
    void unlock();
    void cancel();
    void begin(const QString &text, const VaultCall &call);
    void end();
    template <class T, class Use> auto answer(Use use);

    QLabel *m_state;
    QWidget *m_below;
    QToolButton *m_set, *m_show, *m_copy, *m_forget, *m_unlock, *m_cancel;
    RevealedValue *m_shown;
    QString m_said; ///< in place of the state, for a moment
    QTimer m_saidEnd;
    VaultCall m_call;
};

/// Where the value of a key of the context's Secret is, in a few words; empty where that is not
/// known, or another kind is looked at.
QString keptSummary(const EditContext *context, const QString &key);

} // namespace chartwright
