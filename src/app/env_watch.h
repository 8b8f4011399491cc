// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/document.h"
#include "secrets/env_exposure.h"

#include <QTimer>

namespace chartwright {

/// Looks for .env files that others would get to see, on a worker, and tells the document's rules:
/// when a project was opened, saved or exported, and when the person comes back from another
/// program. Main thread.
class EnvWatch : public QObject
{
    Q_OBJECT
public:
    EnvWatch(Document *document, QObject *parent);

    void lookSoon();

private:
    void look();
    void tell(const QList<EnvExposure> &exposures);

    Document *m_document;
    QTimer m_later; ///< several reasons to look are one
    bool m_looking = false, m_again = false;
    QString m_folder;
};

} // namespace chartwright
