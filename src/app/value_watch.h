// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/document.h"
#include "secrets/value_keeper.h"
#include "secrets/value_states.h"

namespace chartwright {

/// Tells the rules of a document what is known of the values that it names: which ones the keychain
/// lacks, and the verdicts on the others, from the index. Loads no value. Asks again whenever
/// drawing, keychain or index change, or the person comes back from another program. Main thread.
class ValueWatch : public QObject
{
    Q_OBJECT
public:
    ValueWatch(Document *document, ValueKeeper *keeper, QObject *parent);

private:
    void askSoon() { m_later.start(0); }
    void ask();
    void tell();

    Document *m_document;
    ValueKeeper *m_keeper;
    ValueStates *m_states;
    QTimer m_later; ///< several reasons to ask are one
    VaultCall m_check;
    QSet<QString> m_ids; ///< empty: no Secret has a key
    bool m_isOpen = false;
    QHash<QString, Verdict> m_verdicts; ///< by id, as the index has them
};

} // namespace chartwright
