// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/todo_test_case.h"
#include "support/helm.h"

// A value of a Secret, made just now.
QByteArray newSecret();

// Releases of the real helm: a test names it by its data row.
class HelmCase : public chartwright_test::TodoTestCase
{
protected:
    void init() override;
    void helms(); // the rows
    const chartwright_test::Helm &helm() const;
    Output deploy(const QStringList &more = {}, const QByteArray &input = {}) const;
    Output release(const QStringList &words) const;
    chartwright_test::Helm::Output byHand(const QStringList &words) const;
    chartwright::Value backend() const;
    QString statusOf(int revision) const;
    // All that Helm keeps of it, as JSON.
    QByteArray decodedRelease(int revision) const;
    QByteArray env() const;

    QByteArray m_url, m_key, m_auth;
};
