// SPDX-License-Identifier: Apache-2.0
#include "canary/drawing.h"

#include "model/edits.h"
#include "support/topology_generator.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

Topology canaryDrawing()
{
    Topology t = chartwright_test::todoApp();
    const auto add = [&](const QString &name, const QString &type, const QStringList &keys) {
        Resource r = newResource(t, u"Secret"_s, name);
        Map data;
        for (const QString &key : keys)
            data.set(key, Map());
        r.fields = Map{{u"type"_s, type}, {u"data"_s, data}};
        t.apply(insertResource(t, r, {900, double(t.resources().size()) * 90}));
    };
    add(u"opaque"_s, u"Opaque"_s, {u"TYPED"_s, u"LINES"_s, u"FILE"_s, u"MADE"_s, u"CLI"_s});
    add(u"basic"_s, u"kubernetes.io/basic-auth"_s, {u"username"_s, u"password"_s});
    add(u"ssh"_s, u"kubernetes.io/ssh-auth"_s, {u"ssh-privatekey"_s});
    add(u"pair"_s, u"kubernetes.io/tls"_s, {u"tls.crt"_s, u"tls.key"_s});
    add(u"registry"_s, u"kubernetes.io/dockerconfigjson"_s, {u".dockerconfigjson"_s});
    return t;
}
