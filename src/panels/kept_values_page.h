// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/kept_values_model.h"
#include "secrets/value_keeper.h"

#include <QTimer>
#include <QWidget>
#include <memory>

namespace Ui {
class KeptValuesPage;
}

namespace chartwright {

class ValueStates;

/// Lists what is kept in the keychain and who needs it, and forgets it. Looks again whenever the
/// index changes, or the keychain does. Form: ui/kept_values_page.ui. Main thread.
class KeptValuesPage : public QWidget
{
    Q_OBJECT
public:
    using Open = std::function<OpenDrawing()>;

    KeptValuesPage(ValueKeeper *keeper, Open open, QWidget *parent = nullptr);
    ~KeptValuesPage() override;

protected:
    bool event(QEvent *event) override;

private:
    void lookSoon();
    void look();
    void take(const QList<SurveyedValue> &values);
    void fill();
    void refresh();
    QString troubleNow() const;
    void ask(const QList<SurveyedValue> &values);
    void forgetNext();
    void unlock();

    std::unique_ptr<Ui::KeptValuesPage> m_ui;
    ValueKeeper *m_keeper;
    Open m_open;
    ValueStates *m_states;
    KeptValuesModel *m_model;
    QTimer m_later; ///< several reasons to look are one
    int m_turn = 0; ///< of the look whose answer is awaited
    bool m_isKnown = false;
    QList<SurveyedValue> m_values;
    QSet<QString> m_folded; ///< documents
    QStringList m_forgetting;
    std::optional<Error> m_listError, m_failure, m_noKeychain;
    VaultCall m_unlocking;
};

} // namespace chartwright
