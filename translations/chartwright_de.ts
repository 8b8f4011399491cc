<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>chartwright</name>
    <message>
      <source>  See: %1 --help</source>
      <translation>  Siehe: %1 --help</translation>
    </message>
    <message>
      <source> MB</source>
      <translation> MB</translation>
    </message>
    <message>
      <source> or </source>
      <translation> oder </translation>
    </message>
    <message>
      <source>"%1" cannot be the id of a resource</source>
      <translation>„%1“ kann nicht die Kennung einer Ressource sein</translation>
    </message>
    <message>
      <source>"%1" cannot be the name of a namespace</source>
      <translation>„%1“ kann nicht der Name eines Namespace sein</translation>
    </message>
    <message>
      <source>"%1" cannot be the name of a release</source>
      <translation>„%1“ kann nicht der Name eines Releases sein</translation>
    </message>
    <message>
      <source>"%1" does not have the form that is wanted here</source>
      <translation>„%1“ hat nicht die hier erwartete Form</translation>
    </message>
    <message>
      <source>"%1" has a value of another type already</source>
      <translation>„%1“ hat schon einen Wert anderer Art</translation>
    </message>
    <message>
      <source>"%1" is neither a drawn Deployment nor one of its pods</source>
      <translation>„%1“ ist weder ein gezeichnetes Deployment noch einer seiner Pods</translation>
    </message>
    <message>
      <source>"%1" is no number of a revision</source>
      <translation>„%1“ ist keine Nummer einer Revision</translation>
    </message>
    <message>
      <source>"%1" is none of list, history, diff, rollback, uninstall and test</source>
      <translation>„%1“ ist keines von list, history, diff, rollback, uninstall und test</translation>
    </message>
    <message>
      <source>"%1" is not an index</source>
      <translation>„%1“ ist kein Index</translation>
    </message>
    <message>
      <source>"%1" stands below a value that is no map</source>
      <translation>„%1“ steht unter einem Wert, der keine Map ist</translation>
    </message>
    <message>
      <source>"%1" was opened and not closed up to here</source>
      <translation>„%1“ wurde geöffnet und bis hier nicht geschlossen</translation>
    </message>
    <message>
      <source>"\u…" stands for half of a character</source>
      <translation>„\u…“ steht für ein halbes Zeichen</translation>
    </message>
    <message>
      <source>"virt-host-validate" tells what is missing. Or take another driver.</source>
      <translation>„virt-host-validate“ sagt, was fehlt. Oder einen anderen Treiber nehmen.</translation>
    </message>
    <message>
      <source>%1
Drag it onto the canvas, or press %2 there.</source>
      <translation>%1
Auf die Zeichenfläche ziehen oder dort %2 drücken.</translation>
    </message>
    <message>
      <source>%1 %</source>
      <translation>%1 %</translation>
    </message>
    <message>
      <source>%1 % · %2</source>
      <translation>%1 % · %2</translation>
    </message>
    <message>
      <source>%1 %2</source>
      <translation>%1 %2</translation>
    </message>
    <message>
      <source>%1 (%2 ago)</source>
      <translation>%1 (vor %2)</translation>
    </message>
    <message>
      <source>%1 (%2 times)</source>
      <translation>%1 (%2-mal)</translation>
    </message>
    <message>
      <source>%1 (%2)</source>
      <translation>%1 (%2)</translation>
    </message>
    <message>
      <source>%1 (accepted: %2)</source>
      <translation>%1 (akzeptiert: %2)</translation>
    </message>
    <message>
      <source>%1 (current)</source>
      <translation>%1 (aktuell)</translation>
    </message>
    <message>
      <source>%1 (drawn)</source>
      <translation>%1 (gezeichnet)</translation>
    </message>
    <message>
      <source>%1 (missing)</source>
      <translation>%1 (fehlt)</translation>
    </message>
    <message>
      <source>%1 (new key)</source>
      <translation>%1 (neuer Schlüssel)</translation>
    </message>
    <message>
      <source>%1 (production)</source>
      <translation>%1 (Produktion)</translation>
    </message>
    <message>
      <source>%1 / %2</source>
      <translation>%1 / %2</translation>
    </message>
    <message>
      <source>%1 Shift+Enter starts a new line.</source>
      <translation>%1 Umschalt+Eingabe beginnt eine neue Zeile.</translation>
    </message>
    <message>
      <source>%1 accepted</source>
      <translation>%1 akzeptiert</translation>
    </message>
    <message>
      <source>%1 advice</source>
      <translation>%1 Hinweise</translation>
    </message>
    <message>
      <source>%1 already selects %2: remove that wire first</source>
      <translation>%1 wählt schon %2 aus: zuerst diese Verbindung entfernen</translation>
    </message>
    <message>
      <source>%1 also selects the pods of %2</source>
      <translation>%1 wählt auch die Pods von %2 aus</translation>
    </message>
    <message>
      <source>%1 and %2 cannot be joined</source>
      <translation>%1 und %2 lassen sich nicht verbinden</translation>
    </message>
    <message>
      <source>%1 and %2 differ only in upper and lower case and would be one file on some systems</source>
      <translation>%1 und %2 unterscheiden sich nur in Groß- und Kleinschreibung und wären auf manchen Systemen dieselbe Datei</translation>
    </message>
    <message>
      <source>%1 and %n others are there already, and no part of the release</source>
      <translation>%1 und %n weitere sind schon da und gehören nicht zum Release</translation>
    </message>
    <message>
      <source>%1 answers for every host</source>
      <translation>%1 antwortet für jeden Host</translation>
    </message>
    <message>
      <source>%1 answers with status %2</source>
      <translation>%1 antwortet mit Status %2</translation>
    </message>
    <message>
      <source>%1 becomes a key of the Secret %2, whose value the keychain keeps, and what reads it reads it from there.</source>
      <translation>%1 wird ein Schlüssel des Secrets %2, dessen Wert der Schlüsselbund verwahrt, und was ihn liest, liest ihn von dort.</translation>
    </message>
    <message>
      <source>%1 belongs to %2: --take takes it</source>
      <translation>%1 gehört %2: --take übernimmt es</translation>
    </message>
    <message>
      <source>%1 belongs to the whole chart and is set with --set.</source>
      <translation>%1 gehört zum ganzen Chart und wird mit --set gesetzt.</translation>
    </message>
    <message>
      <source>%1 can write into its own image</source>
      <translation>%1 kann in sein eigenes Image schreiben</translation>
    </message>
    <message>
      <source>%1 cannot be imported.</source>
      <translation>%1 kann nicht eingelesen werden.</translation>
    </message>
    <message>
      <source>%1 cannot be opened.</source>
      <translation>%1 lässt sich nicht öffnen.</translation>
    </message>
    <message>
      <source>%1 cannot be reached any more: %2</source>
      <translation>%1 ist nicht mehr zu erreichen: %2</translation>
    </message>
    <message>
      <source>%1 changed</source>
      <translation>%1 geändert</translation>
    </message>
    <message>
      <source>%1 config</source>
      <translation>%1 Config</translation>
    </message>
    <message>
      <source>%1 crashed</source>
      <translation>%1 ist abgestürzt</translation>
    </message>
    <message>
      <source>%1 created</source>
      <translation>%1 angelegt</translation>
    </message>
    <message>
      <source>%1 deleted</source>
      <translation>%1 gelöscht</translation>
    </message>
    <message>
      <source>%1 did not come to an end</source>
      <translation>%1 kam zu keinem Ende</translation>
    </message>
    <message>
      <source>%1 did not start: %2</source>
      <translation>%1 ist nicht gestartet: %2</translation>
    </message>
    <message>
      <source>%1 does not answer to HTTP: %2</source>
      <translation>%1 antwortet nicht auf HTTP: %2</translation>
    </message>
    <message>
      <source>%1 does not lead there from here</source>
      <translation>%1 führt von hier nicht dorthin</translation>
    </message>
    <message>
      <source>%1 does not say which version it is</source>
      <translation>%1 sagt nicht, welche Version es ist</translation>
    </message>
    <message>
      <source>%1 does not say which version of Helm it is</source>
      <translation>%1 sagt nicht, welche Version von Helm es ist</translation>
    </message>
    <message>
      <source>%1 errors</source>
      <translation>%1 Fehler</translation>
    </message>
    <message>
      <source>%1 failed</source>
      <translation>%1 gescheitert</translation>
    </message>
    <message>
      <source>%1 failed with exit code %2</source>
      <translation>%1 ist mit Exit-Code %2 gescheitert</translation>
    </message>
    <message>
      <source>%1 fails: %2</source>
      <translation>%1 schlägt fehl: %2</translation>
    </message>
    <message>
      <source>%1 has full access to its node</source>
      <translation>%1 hat vollen Zugriff auf seinen Knoten</translation>
    </message>
    <message>
      <source>%1 has no %2</source>
      <translation>In %1 fehlt: %2</translation>
    </message>
    <message>
      <source>%1 has no address yet</source>
      <translation>%1 hat noch keine Adresse</translation>
    </message>
    <message>
      <source>%1 has no container yet</source>
      <translation>%1 hat noch keinen Container</translation>
    </message>
    <message>
      <source>%1 has no field %2 that a release could change</source>
      <translation>%1 hat kein Feld %2, das ein Release ändern könnte</translation>
    </message>
    <message>
      <source>%1 has no key %2</source>
      <translation>%1 hat keinen Schlüssel %2</translation>
    </message>
    <message>
      <source>%1 has no keys tls.crt and tls.key</source>
      <translation>%1 hat keine Schlüssel tls.crt und tls.key</translation>
    </message>
    <message>
      <source>%1 has no keys yet</source>
      <translation>%1 hat noch keine Schlüssel</translation>
    </message>
    <message>
      <source>%1 has no liveness probe</source>
      <translation>%1 hat keine Liveness-Prüfung</translation>
    </message>
    <message>
      <source>%1 has no port %2</source>
      <translation>%1 hat keinen Port %2</translation>
    </message>
    <message>
      <source>%1 has no port yet: Problems has a fix that takes those of %2</source>
      <translation>%1 hat noch keinen Port: In „Probleme“ lassen sich die von %2 übernehmen</translation>
    </message>
    <message>
      <source>%1 has no port yet: give %2 a port first</source>
      <translation>%1 hat noch keinen Port: zuerst %2 einen Port geben</translation>
    </message>
    <message>
      <source>%1 has no port yet: wire it to a Deployment first</source>
      <translation>%1 hat noch keinen Port: zuerst mit einem Deployment verbinden</translation>
    </message>
    <message>
      <source>%1 has no ports</source>
      <translation>%1 hat keine Ports</translation>
    </message>
    <message>
      <source>%1 has no readiness probe</source>
      <translation>%1 hat keine Readiness-Prüfung</translation>
    </message>
    <message>
      <source>%1 has nothing to join here</source>
      <translation>%1 hat hier nichts zu verbinden</translation>
    </message>
    <message>
      <source>%1 has one replica only</source>
      <translation>%1 hat nur ein Replikat</translation>
    </message>
    <message>
      <source>%1 has this key</source>
      <translation>%1 hat diesen Schlüssel</translation>
    </message>
    <message>
      <source>%1 has to be %2, but is %3</source>
      <translation>%1 muss %2 sein, ist aber %3</translation>
    </message>
    <message>
      <source>%1 has values of its own there</source>
      <translation>Dort hat %1 eigene Werte</translation>
    </message>
    <message>
      <source>%1 images</source>
      <translation>%1 Images</translation>
    </message>
    <message>
      <source>%1 in %2 of %3</source>
      <translation>%1 in %2 von %3</translation>
    </message>
    <message>
      <source>%1 in the cluster belongs to %2</source>
      <translation>%1 im Cluster gehört %2</translation>
    </message>
    <message>
      <source>%1 in the namespace %2</source>
      <translation>%1 im Namespace %2</translation>
    </message>
    <message>
      <source>%1 is Helm %2</source>
      <translation>%1 ist Helm %2</translation>
    </message>
    <message>
      <source>%1 is Minikube %2</source>
      <translation>%1 ist Minikube %2</translation>
    </message>
    <message>
      <source>%1 is a key of %2 now, and its value kept.</source>
      <translation>%1 ist jetzt ein Schlüssel von %2, und sein Wert ist verwahrt.</translation>
    </message>
    <message>
      <source>%1 is a local image: it cannot be pulled</source>
      <translation>%1 ist ein lokales Image: es lässt sich nicht holen</translation>
    </message>
    <message>
      <source>%1 is a production cluster.</source>
      <translation>%1 ist ein Produktivcluster.</translation>
    </message>
    <message>
      <source>%1 is built into the browser's code when the image is made</source>
      <translation>%1 wird in den Code des Browsers eingebaut, wenn das Image entsteht</translation>
    </message>
    <message>
      <source>%1 is built, so its archive is not used</source>
      <translation>%1 wird gebaut, sein Archiv wird also nicht verwendet</translation>
    </message>
    <message>
      <source>%1 is given capabilities beside NET_BIND_SERVICE</source>
      <translation>%1 bekommt andere Rechte als NET_BIND_SERVICE</translation>
    </message>
    <message>
      <source>%1 is imported: %2 and %3.</source>
      <translation>%1 ist eingelesen: %2 und %3.</translation>
    </message>
    <message>
      <source>%1 is in %2: %3.</source>
      <translation>%1 ist in %2: %3.</translation>
    </message>
    <message>
      <source>%1 is in the namespace %2, not in %3</source>
      <translation>%1 liegt im Namespace %2, nicht in %3</translation>
    </message>
    <message>
      <source>%1 is kept for Helm and for the chart itself</source>
      <translation>%1 ist Helm und dem Chart selbst vorbehalten</translation>
    </message>
    <message>
      <source>%1 is kept word for word: %2</source>
      <translation>%1 bleibt Wort für Wort: %2</translation>
    </message>
    <message>
      <source>%1 is left out: %2 %3 makes it</source>
      <translation>%1 ist ausgelassen: %2 %3 legt es an</translation>
    </message>
    <message>
      <source>%1 is left out: import what "kubectl kustomize" makes of the folder</source>
      <translation>%1 ist ausgelassen: lesen Sie ein, was „kubectl kustomize“ aus dem Ordner macht</translation>
    </message>
    <message>
      <source>%1 is left out: it is drawn already</source>
      <translation>%1 ist ausgelassen: es ist schon gezeichnet</translation>
    </message>
    <message>
      <source>%1 is left out: it is the bookkeeping of Helm or of the cluster</source>
      <translation>%1 ist ausgelassen: damit führen Helm oder der Cluster Buch</translation>
    </message>
    <message>
      <source>%1 is left out: it notes what Chartwright has applied</source>
      <translation>%1 ist ausgelassen: Chartwright vermerkt darin, was es angewendet hat</translation>
    </message>
    <message>
      <source>%1 is left out: the cluster makes it</source>
      <translation>%1 ist ausgelassen: der Cluster legt es an</translation>
    </message>
    <message>
      <source>%1 is left: deleting it deletes all objects of its kind. --with-crds does.</source>
      <translation>%1 bleibt: Es zu löschen löscht alle Objekte seiner Art. --with-crds tut es.</translation>
    </message>
    <message>
      <source>%1 is missing</source>
      <translation>%1 fehlt</translation>
    </message>
    <message>
      <source>%1 is no node port</source>
      <translation>%1 ist kein Node-Port</translation>
    </message>
    <message>
      <source>%1 is no port</source>
      <translation>%1 ist kein Port</translation>
    </message>
    <message>
      <source>%1 is no program</source>
      <translation>%1 ist kein Programm</translation>
    </message>
    <message>
      <source>%1 is not found</source>
      <translation>%1 wird nicht gefunden</translation>
    </message>
    <message>
      <source>%1 is not in .gitignore</source>
      <translation>%1 steht nicht in .gitignore</translation>
    </message>
    <message>
      <source>%1 is not in .helmignore</source>
      <translation>%1 steht nicht in .helmignore</translation>
    </message>
    <message>
      <source>%1 is not written to the chart: there is no kind “%2” here</source>
      <translation>%1 wird nicht in das Chart geschrieben: die Art „%2“ gibt es hier nicht</translation>
    </message>
    <message>
      <source>%1 is overridden already</source>
      <translation>%1 wird schon überschrieben</translation>
    </message>
    <message>
      <source>%1 is pinned by a digest, so its archive is not used</source>
      <translation>%1 ist durch einen Digest festgelegt, sein Archiv wird also nicht verwendet</translation>
    </message>
    <message>
      <source>%1 is pinned by a digest, so what its folder builds is not used</source>
      <translation>%1 ist durch einen Digest festgelegt; was sein Ordner baut, wird also nicht verwendet</translation>
    </message>
    <message>
      <source>%1 is privileged, and its processes may not gain privileges</source>
      <translation>%1 ist privilegiert, und seine Prozesse dürfen keine Rechte hinzugewinnen</translation>
    </message>
    <message>
      <source>%1 is rolled back to revision %2.</source>
      <translation>%1 ist auf Revision %2 zurückgesetzt.</translation>
    </message>
    <message>
      <source>%1 is rolled back.</source>
      <translation>%1 ist zurückgesetzt.</translation>
    </message>
    <message>
      <source>%1 is there already, and no part of the release</source>
      <translation>%1 ist schon da und gehört nicht zum Release</translation>
    </message>
    <message>
      <source>%1 is there twice, the first time at %2</source>
      <translation>%1 steht zweimal da, zuerst in %2</translation>
    </message>
    <message>
      <source>%1 is tied to the namespace %2, %3 is not</source>
      <translation>%1 ist an den Namespace %2 gebunden, %3 nicht</translation>
    </message>
    <message>
      <source>%1 is typed, not wired to the %2 of that name</source>
      <translation>%1 ist eingetippt, statt mit dem Objekt %2 dieses Namens verbunden zu sein</translation>
    </message>
    <message>
      <source>%1 is uninstalled. Secrets that Chartwright brought stay.</source>
      <translation>%1 ist deinstalliert. Secrets, die Chartwright gebracht hat, bleiben.</translation>
    </message>
    <message>
      <source>%1 keeps capabilities that it hardly needs</source>
      <translation>%1 behält Rechte, die es kaum braucht</translation>
    </message>
    <message>
      <source>%1 leads to %2</source>
      <translation>%1 führt zu %2</translation>
    </message>
    <message>
      <source>%1 looks like a credential in a ConfigMap</source>
      <translation>%1 sieht nach Zugangsdaten in einer ConfigMap aus</translation>
    </message>
    <message>
      <source>%1 looks like a credential in plain sight</source>
      <translation>%1 sieht nach offen lesbaren Zugangsdaten aus</translation>
    </message>
    <message>
      <source>%1 may make any system call</source>
      <translation>%1 darf jeden Systemaufruf machen</translation>
    </message>
    <message>
      <source>%1 may run as root</source>
      <translation>%1 darf als root laufen</translation>
    </message>
    <message>
      <source>%1 min %2 s</source>
      <translation>%1 min %2 s</translation>
    </message>
    <message>
      <source>%1 names no class</source>
      <translation>%1 nennt keine Klasse</translation>
    </message>
    <message>
      <source>%1 needs the name of a release</source>
      <translation>%1 braucht den Namen eines Release</translation>
    </message>
    <message>
      <source>%1 not reached</source>
      <translation>%1 nicht erreicht</translation>
    </message>
    <message>
      <source>%1 objects</source>
      <translation>%1 Objekte</translation>
    </message>
    <message>
      <source>%1 of %2</source>
      <translation>%1 von %2</translation>
    </message>
    <message>
      <source>%1 of %2 %3 was set by %4</source>
      <translation>%1 von %2 %3 hat %4 gesetzt</translation>
    </message>
    <message>
      <source>%1 of %2 as they should be</source>
      <translation>%1 von %2 wie gewünscht</translation>
    </message>
    <message>
      <source>%1 of %2 values are kept.</source>
      <translation>%1 von %2 Werten sind verwahrt.</translation>
    </message>
    <message>
      <source>%1 of %2 was set by %3: it is %4, and %5 is drawn</source>
      <translation>%1 von %2 wurde von %3 gesetzt: Es ist %4, gezeichnet ist %5</translation>
    </message>
    <message>
      <source>%1 of %2: %3</source>
      <translation>%1 von %2: %3</translation>
    </message>
    <message>
      <source>%1 of %2; %3</source>
      <translation>%1 von %2; %3</translation>
    </message>
    <message>
      <source>%1 on port %2 fails: %3</source>
      <translation>%1 an Port %2 schlägt fehl: %3</translation>
    </message>
    <message>
      <source>%1 plain</source>
      <translation>%1 direkt</translation>
    </message>
    <message>
      <source>%1 pods of %2 are drawn. Apply brings them to the cluster.</source>
      <translation>%1 Pods von %2 sind gezeichnet. Anwenden bringt sie in den Cluster.</translation>
    </message>
    <message>
      <source>%1 printed more than is read of it</source>
      <translation>%1 hat mehr ausgegeben, als davon gelesen wird</translation>
    </message>
    <message>
      <source>%1 random letters and digits</source>
      <translation>%1 zufällige Buchstaben und Ziffern</translation>
    </message>
    <message>
      <source>%1 replicas are fewer than the %2 of the profile %3</source>
      <translation>%1 Replikate sind weniger als die %2 des Profils %3</translation>
    </message>
    <message>
      <source>%1 replicas are more than the %2 of the profile %3</source>
      <translation>%1 Replikate sind mehr als die %2 des Profils %3</translation>
    </message>
    <message>
      <source>%1 restarts.</source>
      <translation>%1 startet neu.</translation>
    </message>
    <message>
      <source>%1 runs as user 0, which is root</source>
      <translation>%1 läuft als Benutzer 0, und das ist root</translation>
    </message>
    <message>
      <source>%1 s</source>
      <translation>%1 s</translation>
    </message>
    <message>
      <source>%1 secret</source>
      <translation>%1 Secret</translation>
    </message>
    <message>
      <source>%1 selects no pods</source>
      <translation>%1 wählt keine Pods aus</translation>
    </message>
    <message>
      <source>%1 since %2 · revision %3</source>
      <translation>%1 seit %2 · Revision %3</translation>
    </message>
    <message>
      <source>%1 since %2. Either a helm is at work on it just now, or one was cut off; then Helm refuses every upgrade until the release is mended.</source>
      <translation>%1 seit %2. Entweder arbeitet gerade ein helm daran, oder eines wurde abgebrochen; dann lehnt Helm jede Aktualisierung ab, bis das Release in Ordnung gebracht ist.</translation>
    </message>
    <message>
      <source>%1 takes %2, and nothing else</source>
      <translation>%1 nimmt %2 und sonst nichts</translation>
    </message>
    <message>
      <source>%1 takes no "%2"</source>
      <translation>%1 nimmt kein „%2“</translation>
    </message>
    <message>
      <source>%1 takes variables from nowhere</source>
      <translation>%1 übernimmt Variablen von nirgendwo</translation>
    </message>
    <message>
      <source>%1 unchanged</source>
      <translation>%1 unverändert</translation>
    </message>
    <message>
      <source>%1 values of Secrets are not kept: --keep-values puts them into the keychain.</source>
      <translation>%1 Werte von Secrets sind nicht verwahrt: --keep-values legt sie in den Schlüsselbund.</translation>
    </message>
    <message>
      <source>%1 wants a string, but the value is %2</source>
      <translation>%1 will einen Text, der Wert ist aber %2</translation>
    </message>
    <message>
      <source>%1 warnings</source>
      <translation>%1 Warnungen</translation>
    </message>
    <message>
      <source>%1 was applied without Helm, and so were %n others</source>
      <translation>%1 wurde ohne Helm angewendet, und %n weitere auch</translation>
    </message>
    <message>
      <source>%1 was changed by another program.</source>
      <translation>%1 wurde von einem anderen Programm geändert.</translation>
    </message>
    <message>
      <source>%1 was deleted or moved.</source>
      <translation>%1 wurde gelöscht oder verschoben.</translation>
    </message>
    <message>
      <source>%1 was stopped</source>
      <translation>%1 wurde angehalten</translation>
    </message>
    <message>
      <source>%1 would put the value of a secret into plain sight</source>
      <translation>%1 würde den Wert eines Secrets offen sichtbar machen</translation>
    </message>
    <message>
      <source>%1 · app %2</source>
      <translation>%1 · App %2</translation>
    </message>
    <message>
      <source>%1 · revision %2</source>
      <translation>%1 · Revision %2</translation>
    </message>
    <message>
      <source>%1 – %2</source>
      <translation>%1 – %2</translation>
    </message>
    <message>
      <source>%1, %2</source>
      <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
      <source>%1, %n bytes</source>
      <translation>
        <numerusform>%1, ein Byte</numerusform>
        <numerusform>%1, %n Bytes</numerusform>
      </translation>
    </message>
    <message>
      <source>%1, by %2</source>
      <translation>%1, von %2</translation>
    </message>
    <message>
      <source>%1, port %2</source>
      <translation>%1, Port %2</translation>
    </message>
    <message>
      <source>%1, where the path %2 leads, has no port %3</source>
      <translation>%1, wohin der Pfad %2 führt, hat keinen Port %3</translation>
    </message>
    <message>
      <source>%1: %2</source>
      <translation>%1: %2</translation>
    </message>
    <message>
      <source>%1: %2 written, %3 unchanged, %4 removed</source>
      <translation>%1: %2 geschrieben, %3 unverändert, %4 entfernt</translation>
    </message>
    <message>
      <source>%1: %2, ready %3/%4, restarts %5</source>
      <translation>%1: %2, bereit %3/%4, Neustarts %5</translation>
    </message>
    <message numerus="yes">
      <source>%1: %n key(s)</source>
      <translation>
        <numerusform>%1: %n Schlüssel</numerusform>
        <numerusform>%1: %n Schlüssel</numerusform>
      </translation>
    </message>
    <message>
      <source>%1: at least one is needed</source>
      <translation>%1: mindestens ein Eintrag wird gebraucht</translation>
    </message>
    <message>
      <source>%1: no Secret of the drawing has this key</source>
      <translation>%1: kein Secret der Zeichnung hat diesen Schlüssel</translation>
    </message>
    <message>
      <source>%1:latest is another image tomorrow</source>
      <translation>%1:latest ist morgen ein anderes Image</translation>
    </message>
    <message>
      <source>%1[*] – Chartwright</source>
      <translation>%1[*] – Chartwright</translation>
    </message>
    <message numerus="yes">
      <source>%n bytes that are no text</source>
      <translation>
        <numerusform>ein Byte, das kein Text ist</numerusform>
        <numerusform>%n Bytes, die kein Text sind</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n error(s)</source>
      <translation>
        <numerusform>%n Fehler</numerusform>
        <numerusform>%n Fehler</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n errors</source>
      <translation>
        <numerusform>%n Fehler</numerusform>
        <numerusform>%n Fehler</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n field(s) to change</source>
      <translation>
        <numerusform>%n Feld zu ändern</numerusform>
        <numerusform>%n Felder zu ändern</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n file(s)</source>
      <translation>
        <numerusform>%n Datei</numerusform>
        <numerusform>%n Dateien</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n file(s) were made or changed by somebody else.</source>
      <translation>
        <numerusform>%n Datei wurde von jemand anderem angelegt oder geändert.</numerusform>
        <numerusform>%n Dateien wurden von jemand anderem angelegt oder geändert.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n found</source>
      <translation>
        <numerusform>%n gefunden</numerusform>
        <numerusform>%n gefunden</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n more</source>
      <translation>
        <numerusform>%n weiteres</numerusform>
        <numerusform>%n weitere</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n more line(s)</source>
      <translation>
        <numerusform>%n weitere Zeile</numerusform>
        <numerusform>%n weitere Zeilen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n object(s) differ.</source>
      <translation>
        <numerusform>%n Objekt unterscheidet sich.</numerusform>
        <numerusform>%n Objekte unterscheiden sich.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n object(s) that Chartwright made. The namespace stays.</source>
      <translation>
        <numerusform>%n Objekt, das Chartwright angelegt hat. Der Namespace bleibt.</numerusform>
        <numerusform>%n Objekte, die Chartwright angelegt hat. Der Namespace bleibt.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n secret value(s)</source>
      <translation>
        <numerusform>%n geheimer Wert</numerusform>
        <numerusform>%n geheime Werte</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n selected</source>
      <translation>
        <numerusform>%n ausgewählt</numerusform>
        <numerusform>%n ausgewählt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n setting(s)</source>
      <translation>
        <numerusform>%n Einstellung</numerusform>
        <numerusform>%n Einstellungen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n thing(s) were left out or changed.</source>
      <translation>
        <numerusform>%n ist ausgelassen oder geändert.</numerusform>
        <numerusform>%n sind ausgelassen oder geändert.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n warning(s)</source>
      <translation>
        <numerusform>%n Warnung</numerusform>
        <numerusform>%n Warnungen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n warnings</source>
      <translation>
        <numerusform>%n Warnung</numerusform>
        <numerusform>%n Warnungen</numerusform>
      </translation>
    </message>
    <message>
      <source>&amp;About Chartwright</source>
      <translation>&amp;Über Chartwright</translation>
    </message>
    <message>
      <source>&amp;Actual Size</source>
      <translation>&amp;Originalgröße</translation>
    </message>
    <message>
      <source>&amp;All namespaces</source>
      <translation>&amp;Alle Namespaces</translation>
    </message>
    <message>
      <source>&amp;Apply</source>
      <translation>&amp;Anwenden</translation>
    </message>
    <message>
      <source>&amp;Apply…</source>
      <translation>&amp;Anwenden …</translation>
    </message>
    <message>
      <source>&amp;Ask Again</source>
      <translation>&amp;Erneut fragen</translation>
    </message>
    <message>
      <source>&amp;Back</source>
      <translation>&amp;Zurück</translation>
    </message>
    <message>
      <source>&amp;Before the last restart</source>
      <translation>&amp;Vor dem letzten Neustart</translation>
    </message>
    <message>
      <source>&amp;Browse…</source>
      <translation>&amp;Durchsuchen …</translation>
    </message>
    <message>
      <source>&amp;By Name…</source>
      <translation>Nach &amp;Namen …</translation>
    </message>
    <message>
      <source>&amp;Changes</source>
      <translation>&amp;Änderungen</translation>
    </message>
    <message>
      <source>&amp;Chart</source>
      <translation>&amp;Chart</translation>
    </message>
    <message>
      <source>&amp;Close Project</source>
      <translation>Projekt schl&amp;ießen</translation>
    </message>
    <message>
      <source>&amp;Compare</source>
      <translation>&amp;Vergleichen</translation>
    </message>
    <message>
      <source>&amp;Context</source>
      <translation>&amp;Kontext</translation>
    </message>
    <message>
      <source>&amp;Copy</source>
      <translation>&amp;Kopieren</translation>
    </message>
    <message>
      <source>&amp;Delete</source>
      <translation>&amp;Löschen</translation>
    </message>
    <message>
      <source>&amp;Discard</source>
      <translation>&amp;Verwerfen</translation>
    </message>
    <message>
      <source>&amp;Draw</source>
      <translation>&amp;Zeichnen</translation>
    </message>
    <message>
      <source>&amp;Draw it: the next apply or upgrade brings it</source>
      <translation>Z&amp;eichnen: Das nächste Anwenden oder Upgrade bringt es</translation>
    </message>
    <message>
      <source>&amp;Driver</source>
      <translation>&amp;Treiber</translation>
    </message>
    <message>
      <source>&amp;Duplicate</source>
      <translation>&amp;Duplizieren</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
      <source>&amp;Export Chart</source>
      <translation>Chart ex&amp;portieren</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Datei</translation>
    </message>
    <message>
      <source>&amp;Find</source>
      <translation>&amp;Suchen</translation>
    </message>
    <message>
      <source>&amp;Fit All</source>
      <translation>Al&amp;les zeigen</translation>
    </message>
    <message>
      <source>&amp;Follow</source>
      <translation>&amp;Folgen</translation>
    </message>
    <message>
      <source>&amp;Forget…</source>
      <translation>&amp;Vergessen …</translation>
    </message>
    <message>
      <source>&amp;Forward</source>
      <translation>&amp;Weiterleiten</translation>
    </message>
    <message>
      <source>&amp;Generate</source>
      <translation>&amp;Erzeugen</translation>
    </message>
    <message>
      <source>&amp;Helm program</source>
      <translation>&amp;Helm-Programm</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>&amp;Hilfe</translation>
    </message>
    <message>
      <source>&amp;In</source>
      <translation>&amp;In</translation>
    </message>
    <message>
      <source>&amp;Insert</source>
      <translation>Hin&amp;zufügen</translation>
    </message>
    <message>
      <source>&amp;Install</source>
      <translation>&amp;Installieren</translation>
    </message>
    <message>
      <source>&amp;Keep</source>
      <translation>&amp;Lassen</translation>
    </message>
    <message>
      <source>&amp;Keep and Apply</source>
      <translation>&amp;Verwahren und anwenden</translation>
    </message>
    <message>
      <source>&amp;Keep and Deploy</source>
      <translation>&amp;Verwahren und deployen</translation>
    </message>
    <message>
      <source>&amp;Keep unsaved work, to recover it after a crash</source>
      <translation>&amp;Ungespeicherte Arbeit für die Wiederherstellung nach einem Absturz aufheben</translation>
    </message>
    <message>
      <source>&amp;Keys and Mouse</source>
      <translation>&amp;Tasten und Maus</translation>
    </message>
    <message>
      <source>&amp;Label selector</source>
      <translation>&amp;Label-Selektor</translation>
    </message>
    <message>
      <source>&amp;Later</source>
      <translation>&amp;Später</translation>
    </message>
    <message>
      <source>&amp;Leave It</source>
      <translation>&amp;So lassen</translation>
    </message>
    <message>
      <source>&amp;Log</source>
      <translation>&amp;Protokoll</translation>
    </message>
    <message>
      <source>&amp;Logs</source>
      <translation>&amp;Logs</translation>
    </message>
    <message>
      <source>&amp;Mail, may be empty:</source>
      <translation>&amp;E-Mail, darf leer sein:</translation>
    </message>
    <message>
      <source>&amp;Manifest</source>
      <translation>&amp;Manifest</translation>
    </message>
    <message>
      <source>&amp;Memory</source>
      <translation>&amp;Speicher</translation>
    </message>
    <message>
      <source>&amp;Name of the folder</source>
      <translation>&amp;Name des Ordners</translation>
    </message>
    <message>
      <source>&amp;Namespace</source>
      <translation>&amp;Namespace</translation>
    </message>
    <message>
      <source>&amp;New</source>
      <translation>&amp;Neu</translation>
    </message>
    <message>
      <source>&amp;Next Problem</source>
      <translation>&amp;Nächstes Problem</translation>
    </message>
    <message>
      <source>&amp;Notes</source>
      <translation>&amp;Hinweise</translation>
    </message>
    <message>
      <source>&amp;Open Folder</source>
      <translation>Ordner öff&amp;nen</translation>
    </message>
    <message>
      <source>&amp;Open…</source>
      <translation>Ö&amp;ffnen …</translation>
    </message>
    <message>
      <source>&amp;Panels</source>
      <translation>&amp;Bereiche</translation>
    </message>
    <message>
      <source>&amp;Password:</source>
      <translation>&amp;Kennwort:</translation>
    </message>
    <message>
      <source>&amp;Paste</source>
      <translation>Ein&amp;fügen</translation>
    </message>
    <message>
      <source>&amp;Pods</source>
      <translation>&amp;Pods</translation>
    </message>
    <message>
      <source>&amp;Port of the pod</source>
      <translation>&amp;Port des Pods</translation>
    </message>
    <message>
      <source>&amp;Processors</source>
      <translation>&amp;Prozessoren</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation>&amp;Beenden</translation>
    </message>
    <message>
      <source>&amp;Random, this long:</source>
      <translation>&amp;Zufällig, so lang:</translation>
    </message>
    <message>
      <source>&amp;Recover</source>
      <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
      <source>&amp;Redo</source>
      <translation>&amp;Wiederholen</translation>
    </message>
    <message>
      <source>&amp;Redo %1</source>
      <translation>%1 &amp;wiederholen</translation>
    </message>
    <message>
      <source>&amp;Refresh</source>
      <translation>Akt&amp;ualisieren</translation>
    </message>
    <message>
      <source>&amp;Registry:</source>
      <translation>&amp;Registry:</translation>
    </message>
    <message>
      <source>&amp;Release</source>
      <translation>&amp;Release</translation>
    </message>
    <message>
      <source>&amp;Reset Window Layout</source>
      <translation>Fensteraufteilung &amp;zurücksetzen</translation>
    </message>
    <message>
      <source>&amp;Roll Back</source>
      <translation>Zu&amp;rücksetzen</translation>
    </message>
    <message>
      <source>&amp;Run</source>
      <translation>&amp;Ausführen</translation>
    </message>
    <message>
      <source>&amp;Save</source>
      <translation>&amp;Speichern</translation>
    </message>
    <message>
      <source>&amp;Save…</source>
      <translation>&amp;Speichern …</translation>
    </message>
    <message>
      <source>&amp;Scale</source>
      <translation>&amp;Skalieren</translation>
    </message>
    <message>
      <source>&amp;Secret:</source>
      <translation>&amp;Secret:</translation>
    </message>
    <message>
      <source>&amp;Show</source>
      <translation>&amp;Zeigen</translation>
    </message>
    <message>
      <source>&amp;Show What Is Entered</source>
      <translation>Eingegebenes &amp;zeigen</translation>
    </message>
    <message>
      <source>&amp;Show on Canvas</source>
      <translation>Auf der &amp;Zeichnung zeigen</translation>
    </message>
    <message>
      <source>&amp;Stop</source>
      <translation>&amp;Beenden</translation>
    </message>
    <message>
      <source>&amp;Take</source>
      <translation>Ü&amp;bernehmen</translation>
    </message>
    <message>
      <source>&amp;Take It</source>
      <translation>&amp;Nehmen</translation>
    </message>
    <message>
      <source>&amp;Take fields and objects that others have</source>
      <translation>Felder und Objekte über&amp;nehmen, die andere haben</translation>
    </message>
    <message>
      <source>&amp;Tests</source>
      <translation>&amp;Tests</translation>
    </message>
    <message>
      <source>&amp;Theme</source>
      <translation>&amp;Farbschema</translation>
    </message>
    <message>
      <source>&amp;Type It Instead</source>
      <translation>Stattdessen &amp;tippen</translation>
    </message>
    <message>
      <source>&amp;Undo</source>
      <translation>&amp;Rückgängig</translation>
    </message>
    <message>
      <source>&amp;Undo %1</source>
      <translation>&amp;Rückgängig: %1</translation>
    </message>
    <message>
      <source>&amp;Uninstall</source>
      <translation>&amp;Deinstallieren</translation>
    </message>
    <message>
      <source>&amp;Uninstall…</source>
      <translation>&amp;Deinstallieren …</translation>
    </message>
    <message>
      <source>&amp;Unlock…</source>
      <translation>&amp;Entsperren …</translation>
    </message>
    <message>
      <source>&amp;Upgrade</source>
      <translation>&amp;Aktualisieren</translation>
    </message>
    <message>
      <source>&amp;Use</source>
      <translation>&amp;Verwenden</translation>
    </message>
    <message>
      <source>&amp;Use This Target</source>
      <translation>Dieses &amp;Ziel verwenden</translation>
    </message>
    <message>
      <source>&amp;Values</source>
      <translation>&amp;Werte</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>&amp;Ansicht</translation>
    </message>
    <message>
      <source>&amp;Watch the Cluster</source>
      <translation>Cluster &amp;beobachten</translation>
    </message>
    <message>
      <source>&amp;Why it is all right here:</source>
      <translation>&amp;Warum es hier in Ordnung ist:</translation>
    </message>
    <message>
      <source>'=' is expected after the name</source>
      <translation>nach dem Namen wird „=“ erwartet</translation>
    </message>
    <message>
      <source>(changed)</source>
      <translation>(geändert)</translation>
    </message>
    <message>
      <source>(default: %1)</source>
      <translation>(Standard: %1)</translation>
    </message>
    <message>
      <source>(deleted)</source>
      <translation>(gelöscht)</translation>
    </message>
    <message>
      <source>(new)</source>
      <translation>(neu)</translation>
    </message>
    <message>
      <source>(none)</source>
      <translation>(keine)</translation>
    </message>
    <message>
      <source>(not set)</source>
      <translation>(nicht gesetzt)</translation>
    </message>
    <message>
      <source>(several)</source>
      <translation>(mehrere)</translation>
    </message>
    <message>
      <source>(something else)</source>
      <translation>(etwas anderes)</translation>
    </message>
    <message>
      <source>- stands for one FILE, not for the project</source>
      <translation>- steht für eine DATEI, nicht für das Projekt</translation>
    </message>
    <message>
      <source>--%1 goes with --minikube</source>
      <translation>--%1 gehört zu --minikube</translation>
    </message>
    <message>
      <source>--%1 takes a number</source>
      <translation>--%1 braucht eine Zahl</translation>
    </message>
    <message>
      <source>--minikube and --context do not go together: a profile is its own context</source>
      <translation>--minikube und --context passen nicht zusammen: Ein Profil ist sein eigener Kontext</translation>
    </message>
    <message>
      <source>--minikube and --kubeconfig do not go together: Minikube writes into the file that $KUBECONFIG names</source>
      <translation>--minikube und --kubeconfig passen nicht zusammen: Minikube schreibt in die Datei, die $KUBECONFIG nennt</translation>
    </message>
    <message>
      <source>--output is text, json or sarif, not "%1"</source>
      <translation>--output ist text, json oder sarif, nicht „%1“</translation>
    </message>
    <message>
      <source>--previous is of a container that ended, which --follow cannot follow</source>
      <translation>--previous meint einen Container, der zu Ende ist; dem kann --follow nicht folgen</translation>
    </message>
    <message>
      <source>--set backend.replicas=3</source>
      <translation>--set backend.replicas=3</translation>
    </message>
    <message>
      <source>--tail takes a number of lines</source>
      <translation>--tail braucht eine Zahl von Zeilen</translation>
    </message>
    <message>
      <source>--take takes fields, --take-ownership objects of others</source>
      <translation>--take nimmt Felder, --take-ownership Objekte anderer</translation>
    </message>
    <message>
      <source>--timeout goes with --wait</source>
      <translation>--timeout gehört zu --wait</translation>
    </message>
    <message>
      <source>--timeout takes a number of seconds</source>
      <translation>--timeout braucht eine Zahl von Sekunden</translation>
    </message>
    <message>
      <source>1 error</source>
      <translation>1 Fehler</translation>
    </message>
    <message>
      <source>1 image</source>
      <translation>1 Image</translation>
    </message>
    <message>
      <source>1 object</source>
      <translation>1 Objekt</translation>
    </message>
    <message>
      <source>1 value of a Secret is not kept: --keep-values puts it into the keychain.</source>
      <translation>1 Wert eines Secrets ist nicht verwahrt: --keep-values legt ihn in den Schlüsselbund.</translation>
    </message>
    <message>
      <source>1 warning</source>
      <translation>1 Warnung</translation>
    </message>
    <message>
      <source>1 with a unit, such as 1m, 1k or 1Mi</source>
      <translation>1 mit einer Einheit, etwa 1m, 1k oder 1Mi</translation>
    </message>
    <message>
      <source>: with --set-string, or in quotes in a file, it is a text</source>
      <translation>: mit --set-string, oder in einer Datei in Anführungszeichen, ist es ein Text</translation>
    </message>
    <message>
      <source>; and %n more fields</source>
      <translation>; und %n weitere Felder</translation>
    </message>
    <message>
      <source>A ConfigMap is readable by many, and stands in values.yaml.</source>
      <translation>Eine ConfigMap können viele lesen, und sie steht in values.yaml.</translation>
    </message>
    <message>
      <source>A CustomResourceDefinition takes all objects of its kind along, in every namespace and of whatever release. It goes only if you tick it.</source>
      <translation>Eine CustomResourceDefinition nimmt alle Objekte ihrer Art mit, in jedem Namespace und von welchem Release auch immer. Sie geht nur, wenn Sie sie ankreuzen.</translation>
    </message>
    <message>
      <source>A Deployment is for what goes on running; look at its command.</source>
      <translation>Ein Deployment ist für das, was weiterläuft; sehen Sie nach seinem Befehl.</translation>
    </message>
    <message>
      <source>A Release overrides it: take that override away, and it can be moved by a click.</source>
      <translation>Ein Release überschreibt es: ohne diese Überschreibung geht das Verschieben mit einem Klick.</translation>
    </message>
    <message>
      <source>A Secret of this type needs %1</source>
      <translation>Ein Secret dieses Typs braucht %1</translation>
    </message>
    <message>
      <source>A Service of the type %1 cannot be headless</source>
      <translation>Ein Service des Typs %1 kann nicht ohne eigene Adresse sein</translation>
    </message>
    <message>
      <source>A TLS entry names no Secret</source>
      <translation>Ein TLS-Eintrag nennt kein Secret</translation>
    </message>
    <message>
      <source>A VPN or a firewall may stand between: end it, or let Minikube's network through, and try again.</source>
      <translation>Ein VPN oder eine Firewall steht vielleicht dazwischen: beenden oder das Netz von Minikube durchlassen, und noch einmal versuchen.</translation>
    </message>
    <message>
      <source>A browser cannot resolve the Service in %1</source>
      <translation>Ein Browser kann den Service in %1 nicht auflösen</translation>
    </message>
    <message>
      <source>A change in the ConfigMap does not reach the browser.</source>
      <translation>Eine Änderung der ConfigMap erreicht den Browser nicht.</translation>
    </message>
    <message>
      <source>A chart with nothing in it yet.</source>
      <translation>Ein Chart, in dem noch nichts ist.</translation>
    </message>
    <message>
      <source>A credential stands in the drawing, in plain text</source>
      <translation>In der Zeichnung stehen Zugangsdaten, offen lesbar</translation>
    </message>
    <message>
      <source>A deploy to Minikube takes one of the two, and the folder goes first.</source>
      <translation>Ein Deploy in Minikube nimmt eines von beiden, und der Ordner geht vor.</translation>
    </message>
    <message>
      <source>A digest names a content as a registry has it, and the cluster pulls that; what this machine builds or loads has no such digest.</source>
      <translation>Ein Digest nennt einen Inhalt, wie ihn eine Registry hat, und den holt der Cluster; was dieser Rechner baut oder lädt, hat keinen solchen Digest.</translation>
    </message>
    <message numerus="yes">
      <source>A drawing that cannot be read now may use %n of them.</source>
      <translation>
        <numerusform>Eine Zeichnung, die gerade nicht lesbar ist, braucht vielleicht %n davon.</numerusform>
        <numerusform>Eine Zeichnung, die gerade nicht lesbar ist, braucht vielleicht %n davon.</numerusform>
      </translation>
    </message>
    <message>
      <source>A drawing that cannot be read now may use it.</source>
      <translation>Eine Zeichnung, die gerade nicht lesbar ist, braucht ihn vielleicht.</translation>
    </message>
    <message>
      <source>A field of this node has the wrong shape for a wire. Problems says which.</source>
      <translation>Ein Feld dieses Knotens hat nicht die Form, die eine Verbindung braucht. Unter „Probleme“ steht, welches.</translation>
    </message>
    <message>
      <source>A firewall or a VPN may stand between; with Docker Desktop "minikube tunnel" has to run.</source>
      <translation>Eine Firewall oder ein VPN steht vielleicht dazwischen; mit Docker Desktop muss „minikube tunnel“ laufen.</translation>
    </message>
    <message>
      <source>A folder's name cannot contain a slash.</source>
      <translation>Der Name eines Ordners kann keinen Schrägstrich enthalten.</translation>
    </message>
    <message>
      <source>A frontend, a backend, their services, configuration, secrets and an ingress.</source>
      <translation>Frontend, Backend, ihre Services, Konfiguration, Secrets, Ingress.</translation>
    </message>
    <message>
      <source>A hint such as http or grpc.</source>
      <translation>Ein Hinweis wie http oder grpc.</translation>
    </message>
    <message>
      <source>A host name such as todo.example.com or *.example.com</source>
      <translation>Ein Hostname wie todo.example.com oder *.example.com</translation>
    </message>
    <message>
      <source>A host name with an optional port, such as registry.example.com:5000</source>
      <translation>Ein Hostname, wahlweise mit Port, wie registry.example.com:5000</translation>
    </message>
    <message>
      <source>A key is [prefix/]name: letters, digits, '-', '_', '.'</source>
      <translation>Ein Schlüssel ist [Präfix/]Name: Buchstaben, Ziffern, '-', '_', '.'</translation>
    </message>
    <message>
      <source>A key is needed</source>
      <translation>Ein Schlüssel ist nötig</translation>
    </message>
    <message>
      <source>A library chart cannot hold resources</source>
      <translation>Ein Bibliotheks-Chart kann keine Ressourcen enthalten</translation>
    </message>
    <message>
      <source>A library chart has helpers only and cannot be installed.</source>
      <translation>Ein Bibliotheks-Chart hat nur Hilfsvorlagen und lässt sich nicht installieren.</translation>
    </message>
    <message>
      <source>A limit of the profile that the drawing is checked against.</source>
      <translation>Eine Grenze des Profils, gegen das die Zeichnung geprüft wird.</translation>
    </message>
    <message>
      <source>A local image is in no registry, so pulling it fails.</source>
      <translation>Ein lokales Image liegt in keiner Registry, das Holen scheitert also.</translation>
    </message>
    <message>
      <source>A maintainer has no name</source>
      <translation>Ein Betreuer hat keinen Namen</translation>
    </message>
    <message>
      <source>A name is needed</source>
      <translation>Ein Name ist nötig</translation>
    </message>
    <message>
      <source>A name of letters, digits and '-'</source>
      <translation>Ein Name aus Buchstaben, Ziffern und '-'</translation>
    </message>
    <message>
      <source>A new drawing of what is in a namespace</source>
      <translation>Eine neue Zeichnung dessen, was in einem Namespace ist</translation>
    </message>
    <message>
      <source>A new folder is made.</source>
      <translation>Ein neuer Ordner wird angelegt.</translation>
    </message>
    <message>
      <source>A node is not wired to itself</source>
      <translation>Ein Knoten wird nicht mit sich selbst verbunden</translation>
    </message>
    <message>
      <source>A numeric user id.</source>
      <translation>Eine Benutzernummer.</translation>
    </message>
    <message>
      <source>A packaged, versioned container image that Deployments run.</source>
      <translation>Ein verpacktes Container-Image mit Version, das von Deployments ausgeführt wird.</translation>
    </message>
    <message>
      <source>A path routes to a Service, not to a Secret</source>
      <translation>Ein Pfad führt zu einem Service, nicht zu einem Secret</translation>
    </message>
    <message>
      <source>A path starts with '/'</source>
      <translation>Ein Pfad beginnt mit '/'</translation>
    </message>
    <message>
      <source>A path without '/' in front and without '..'</source>
      <translation>Ein Pfad ohne '/' am Anfang und ohne '..'</translation>
    </message>
    <message>
      <source>A port of every node; for NodePort and LoadBalancer.</source>
      <translation>Ein Port jedes Knotens; für NodePort und LoadBalancer.</translation>
    </message>
    <message>
      <source>A port of the Service.</source>
      <translation>Ein Port des Service.</translation>
    </message>
    <message>
      <source>A port of the node. Seldom wanted.</source>
      <translation>Ein Port des Knotens. Selten gewünscht.</translation>
    </message>
    <message>
      <source>A port takes a Service</source>
      <translation>Ein Port nimmt einen Service</translation>
    </message>
    <message>
      <source>A process of %1 may gain privileges</source>
      <translation>Ein Prozess von %1 kann Rechte hinzugewinnen</translation>
    </message>
    <message>
      <source>A process that hangs is never restarted.</source>
      <translation>Ein hängender Prozess wird nie neu gestartet.</translation>
    </message>
    <message>
      <source>A process that is not root may not open port %1 everywhere</source>
      <translation>Ein Prozess ohne root kann den Port %1 nicht überall öffnen</translation>
    </message>
    <message>
      <source>A profile of Minikube. Deploy starts it, builds the images and opens the page.</source>
      <translation>Ein Profil von Minikube. „Deployen“ startet es, baut die Images und öffnet die Seite.</translation>
    </message>
    <message>
      <source>A program reads the address to the first such character, and takes the rest for something else.</source>
      <translation>Ein Programm liest die Adresse bis zum ersten solchen Zeichen und hält den Rest für etwas anderes.</translation>
    </message>
    <message>
      <source>A proxy before the API server may answer in its place.</source>
      <translation>Vielleicht antwortet ein Proxy anstelle des API-Servers.</translation>
    </message>
    <message>
      <source>A pull secret has the type kubernetes.io/dockerconfigjson</source>
      <translation>Ein Pull-Secret hat den Typ kubernetes.io/dockerconfigjson</translation>
    </message>
    <message>
      <source>A pull secret joins the two headers</source>
      <translation>Ein Pull-Secret verbindet die beiden Kopfzeilen</translation>
    </message>
    <message>
      <source>A release of Helm: this is what Deploy would change.</source>
      <translation>Ein Release von Helm: Das würde Deployen ändern.</translation>
    </message>
    <message>
      <source>A release of Helm: this is what deploy would change.</source>
      <translation>Ein Release von Helm: Das würde deploy ändern.</translation>
    </message>
    <message>
      <source>A second Ingress without a host for the same paths is refused by ingress-nginx.</source>
      <translation>Einen zweiten Ingress ohne Host für dieselben Pfade lehnt ingress-nginx ab.</translation>
    </message>
    <message>
      <source>A selector cannot change once installed, so the next version could not be.</source>
      <translation>Ein Selektor ist nach der Installation nicht änderbar, die nächste Version ließe sich also nicht installieren.</translation>
    </message>
    <message>
      <source>A server that listens on %1 is not reached from outside its pod</source>
      <translation>Ein Server, der auf %1 hört, ist von außerhalb seines Pods nicht erreichbar</translation>
    </message>
    <message>
      <source>A slow start is killed before it is done.</source>
      <translation>Ein langsamer Start wird abgebrochen, bevor er fertig ist.</translation>
    </message>
    <message>
      <source>A small cluster has no room for more.</source>
      <translation>Ein kleiner Cluster hat keinen Platz für mehr.</translation>
    </message>
    <message>
      <source>A stable name and port in front of the pods of a Deployment.</source>
      <translation>Ein fester Name und Port vor den Pods eines Deployments.</translation>
    </message>
    <message>
      <source>A tag that tells the version tells what runs.</source>
      <translation>Ein Tag mit der Version sagt, was läuft.</translation>
    </message>
    <message>
      <source>A toleration of every value names the value %1</source>
      <translation>Eine Toleration für jeden Wert nennt den Wert %1</translation>
    </message>
    <message>
      <source>A topology.yaml or the folder that holds one.</source>
      <translation>Eine topology.yaml oder der Ordner, in dem sie liegt.</translation>
    </message>
    <message>
      <source>A version by SemVer 2, such as 1.0.0 or 1.2.3-rc.1</source>
      <translation>Eine Version nach SemVer 2 wie 1.0.0 oder 1.2.3-rc.1</translation>
    </message>
    <message>
      <source>A volume asks for the key %1 that its ConfigMap does not have</source>
      <translation>Ein Volume verlangt den Schlüssel %1, den seine ConfigMap nicht hat</translation>
    </message>
    <message>
      <source>A volume asks for the key %1 that its Secret does not have</source>
      <translation>Ein Volume verlangt den Schlüssel %1, den sein Secret nicht hat</translation>
    </message>
    <message>
      <source>A volume takes files, not variables</source>
      <translation>Ein Volume nimmt Dateien, keine Variablen</translation>
    </message>
    <message>
      <source>A webhook of the cluster does not answer yet</source>
      <translation>Ein Webhook des Clusters antwortet noch nicht</translation>
    </message>
    <message>
      <source>A&amp;dopt</source>
      <translation>&amp;Nachzeichnen</translation>
    </message>
    <message>
      <source>A&amp;dopt…</source>
      <translation>Ü&amp;bernehmen …</translation>
    </message>
    <message>
      <source>ALL drops every one.</source>
      <translation>ALL entzieht alle.</translation>
    </message>
    <message>
      <source>API version</source>
      <translation>API-Version</translation>
    </message>
    <message>
      <source>About Chartwright</source>
      <translation>Über Chartwright</translation>
    </message>
    <message>
      <source>About the keys</source>
      <translation>Zu den Schlüsseln</translation>
    </message>
    <message>
      <source>About this key</source>
      <translation>Zu diesem Schlüssel</translation>
    </message>
    <message>
      <source>Accept</source>
      <translation>Akzeptieren</translation>
    </message>
    <message>
      <source>Accept %1</source>
      <translation>%1 akzeptieren</translation>
    </message>
    <message>
      <source>Accept a Finding</source>
      <translation>Befund akzeptieren</translation>
    </message>
    <message>
      <source>Accept with a Reason…</source>
      <translation>Mit Begründung akzeptieren …</translation>
    </message>
    <message>
      <source>Accept “%1” with a reason…</source>
      <translation>„%1“ mit Begründung akzeptieren …</translation>
    </message>
    <message>
      <source>Add %1</source>
      <translation>%1 hinzufügen</translation>
    </message>
    <message>
      <source>Add --host 0.0.0.0</source>
      <translation>--host 0.0.0.0 hinzufügen</translation>
    </message>
    <message>
      <source>Add a liveness probe.</source>
      <translation>Eine Liveness-Prüfung hinzufügen.</translation>
    </message>
    <message>
      <source>Add a readiness probe.</source>
      <translation>Eine Readiness-Prüfung hinzufügen.</translation>
    </message>
    <message>
      <source>Add a resource of the kind Chart with the chart's name.</source>
      <translation>Eine Ressource der Art Chart mit dem Namen des Charts hinzufügen.</translation>
    </message>
    <message>
      <source>Add a rule for the host, or remove it.</source>
      <translation>Eine Regel für den Host hinzufügen oder ihn entfernen.</translation>
    </message>
    <message>
      <source>Add by name</source>
      <translation>Nach Namen hinzufügen</translation>
    </message>
    <message>
      <source>Add capabilities</source>
      <translation>Rechte hinzufügen</translation>
    </message>
    <message>
      <source>Add it</source>
      <translation>Hinzufügen</translation>
    </message>
    <message>
      <source>Add it there.</source>
      <translation>Nehmen Sie sie dort auf.</translation>
    </message>
    <message>
      <source>Add one</source>
      <translation>Eine hinzufügen</translation>
    </message>
    <message>
      <source>Add one.</source>
      <translation>Einen hinzufügen.</translation>
    </message>
    <message>
      <source>Add port %1 to %2</source>
      <translation>Port %1 zu %2 hinzufügen</translation>
    </message>
    <message>
      <source>Add the key %1 to %2</source>
      <translation>Den Schlüssel %1 zu %2 hinzufügen</translation>
    </message>
    <message>
      <source>Add the key, or choose the type Opaque.</source>
      <translation>Den Schlüssel hinzufügen oder den Typ Opaque wählen.</translation>
    </message>
    <message>
      <source>Add to %1</source>
      <translation>Zu %1 hinzufügen</translation>
    </message>
    <message>
      <source>Add to or take from the selection</source>
      <translation>Zur Auswahl hinzufügen oder herausnehmen</translation>
    </message>
    <message>
      <source>Add “client-key” or “client-key-data”.</source>
      <translation>„client-key“ oder „client-key-data“ ergänzen.</translation>
    </message>
    <message>
      <source>Added to the labels that the chart sets itself.</source>
      <translation>Kommt zu den Labels hinzu, die das Chart selbst setzt.</translation>
    </message>
    <message>
      <source>Addon %1</source>
      <translation>Addon %1</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Adresse</translation>
    </message>
    <message>
      <source>Address of an SVG or PNG picture.</source>
      <translation>Adresse eines Bildes im Format SVG oder PNG.</translation>
    </message>
    <message>
      <source>Address of the Service</source>
      <translation>Adresse des Service</translation>
    </message>
    <message>
      <source>Addresses of the source code.</source>
      <translation>Adressen des Quelltexts.</translation>
    </message>
    <message>
      <source>Adopt</source>
      <translation>Übernehmen</translation>
    </message>
    <message>
      <source>Adopt %1</source>
      <translation>%1 übernehmen</translation>
    </message>
    <message>
      <source>Adopt what the cluster has</source>
      <translation>Nachzeichnen, was der Cluster hat</translation>
    </message>
    <message>
      <source>Advanced</source>
      <translation>Erweitert</translation>
    </message>
    <message>
      <source>Advice</source>
      <translation>Hinweis</translation>
    </message>
    <message>
      <source>Affinity</source>
      <translation>Affinität</translation>
    </message>
    <message>
      <source>After</source>
      <translation>Nachher</translation>
    </message>
    <message>
      <source>After %1 s an update counts as failed, before a pod is ready for %2 s</source>
      <translation>Nach %1 s gilt eine Aktualisierung als gescheitert, bevor ein Pod %2 s lang bereit ist</translation>
    </message>
    <message>
      <source>After applying</source>
      <translation>Nach dem Anwenden</translation>
    </message>
    <message>
      <source>After deploying</source>
      <translation>Nach dem Deployen</translation>
    </message>
    <message>
      <source>After it an update that does not get on counts as failed.</source>
      <translation>Danach gilt eine Aktualisierung, die nicht vorankommt, als gescheitert.</translation>
    </message>
    <message>
      <source>Age</source>
      <translation>Alter</translation>
    </message>
    <message>
      <source>All files (*)</source>
      <translation>Alle Dateien (*)</translation>
    </message>
    <message>
      <source>All keys and gestures</source>
      <translation>Alle Tasten und Gesten</translation>
    </message>
    <message>
      <source>All keys as variables</source>
      <translation>Alle Schlüssel als Variablen</translation>
    </message>
    <message>
      <source>All manifests</source>
      <translation>Alle Manifeste</translation>
    </message>
    <message>
      <source>All objects are there already, as they are drawn.</source>
      <translation>Alle Objekte sind schon da, wie gezeichnet.</translation>
    </message>
    <message>
      <source>All or none</source>
      <translation>Alle oder keine</translation>
    </message>
    <message>
      <source>All pods</source>
      <translation>Alle Pods</translation>
    </message>
    <message>
      <source>All pods: %1</source>
      <translation>Alle Pods: %1</translation>
    </message>
    <message>
      <source>All values are those of the chart.</source>
      <translation>Alle Werte sind die des Charts.</translation>
    </message>
    <message>
      <source>All variables of</source>
      <translation>Alle Variablen aus</translation>
    </message>
    <message>
      <source>Allow</source>
      <translation>Erlauben</translation>
    </message>
    <message>
      <source>Allow one of them.</source>
      <translation>Eines davon erlauben.</translation>
    </message>
    <message>
      <source>Also delete CustomResourceDefinitions, and so all objects of their kinds, in all namespaces.</source>
      <translation>Auch CustomResourceDefinitions löschen, und damit alle Objekte ihrer Arten, in allen Namespaces.</translation>
    </message>
    <message>
      <source>Also pods that are not ready get traffic.</source>
      <translation>Auch Pods, die nicht bereit sind, bekommen Anfragen.</translation>
    </message>
    <message>
      <source>Also the Secrets that apply handed over. Values that are nowhere else are lost.</source>
      <translation>Auch die Secrets, die apply übergeben hat. Werte, die es sonst nirgends gibt, gehen verloren.</translation>
    </message>
    <message>
      <source>Alt and drag on empty canvas</source>
      <translation>Alt und Ziehen auf leerer Fläche</translation>
    </message>
    <message>
      <source>An address that starts with https:// or http://</source>
      <translation>Eine Adresse, die mit https:// oder http:// beginnt</translation>
    </message>
    <message>
      <source>An e-mail address</source>
      <translation>Eine E-Mail-Adresse</translation>
    </message>
    <message>
      <source>An empty drawing</source>
      <translation>Eine leere Zeichnung</translation>
    </message>
    <message>
      <source>An id has no blanks, no # and no characters beyond ASCII.</source>
      <translation>Eine Kennung hat keine Leerzeichen, kein # und keine Zeichen außerhalb von ASCII.</translation>
    </message>
    <message>
      <source>An installation of the chart in a cluster.</source>
      <translation>Eine Installation des Charts in einem Cluster.</translation>
    </message>
    <message>
      <source>An object of that name is no part of the release: take it over, rename yours, or delete it.</source>
      <translation>Ein Objekt dieses Namens gehört nicht zum Release: Übernehmen Sie es, benennen Sie Ihres um oder löschen Sie es.</translation>
    </message>
    <message>
      <source>Annotations</source>
      <translation>Annotationen</translation>
    </message>
    <message>
      <source>Another %1 has this name</source>
      <translation>Ein anderes Objekt der Art %1 hat diesen Namen</translation>
    </message>
    <message>
      <source>Another drawing uses it.</source>
      <translation>Eine andere Zeichnung braucht ihn.</translation>
    </message>
    <message>
      <source>Another helm is at work, or was cut off. As long as it is so, Helm refuses every upgrade. If none is at work, roll it back to the last revision that was deployed, or uninstall it where there is none: Cluster › Releases.</source>
      <translation>Ein anderes helm arbeitet daran oder wurde abgebrochen. Solange das so ist, lehnt Helm jede Aktualisierung ab. Wenn keines arbeitet, setzen Sie es auf die letzte Revision zurück, die „deployed“ war, oder deinstallieren Sie es, wenn es keine gibt: Cluster › Releases.</translation>
    </message>
    <message>
      <source>Another one here is named %1</source>
      <translation>Hier heißt schon etwas %1</translation>
    </message>
    <message>
      <source>Any other object of the cluster, such as a StatefulSet or a Job, kept word for word.</source>
      <translation>Ein anderes Objekt des Clusters, etwa ein StatefulSet oder ein Job, Wort für Wort.</translation>
    </message>
    <message>
      <source>App protocol</source>
      <translation>App-Protokoll</translation>
    </message>
    <message>
      <source>App version</source>
      <translation>App-Version</translation>
    </message>
    <message>
      <source>Applied last</source>
      <translation>Zuletzt angewandt</translation>
    </message>
    <message>
      <source>Applies a drawing to a cluster, without Helm.</source>
      <translation>Wendet eine Zeichnung auf einen Cluster an, ohne Helm.</translation>
    </message>
    <message>
      <source>Apply %1 to the namespace %2 of %3?</source>
      <translation>%1 auf den Namespace %2 von %3 anwenden?</translation>
    </message>
    <message>
      <source>Apply &amp;Without Them</source>
      <translation>&amp;Ohne sie anwenden</translation>
    </message>
    <message>
      <source>Apply again when it is gone.</source>
      <translation>Wenden Sie erneut an, wenn es weg ist.</translation>
    </message>
    <message>
      <source>Apply to a Cluster</source>
      <translation>Auf einen Cluster anwenden</translation>
    </message>
    <message>
      <source>Applying it would end here.</source>
      <translation>Das Anwenden würde hier enden.</translation>
    </message>
    <message>
      <source>Applying leaves it to whoever owns it</source>
      <translation>Anwenden lässt es dem, dem es gehört</translation>
    </message>
    <message>
      <source>Applying sets it to what is drawn</source>
      <translation>Anwenden setzt es auf das Gezeichnete</translation>
    </message>
    <message>
      <source>Applying would end here, unless the field is taken.</source>
      <translation>Das Anwenden würde hier enden, wenn das Feld nicht übernommen wird.</translation>
    </message>
    <message>
      <source>Archive</source>
      <translation>Archiv</translation>
    </message>
    <message>
      <source>Arguments</source>
      <translation>Argumente</translation>
    </message>
    <message>
      <source>Arran&amp;ge</source>
      <translation>An&amp;ordnen</translation>
    </message>
    <message>
      <source>Arrange</source>
      <translation>Anordnen</translation>
    </message>
    <message>
      <source>Arranging. Esc stops it.</source>
      <translation>Wird angeordnet. Esc bricht ab.</translation>
    </message>
    <message>
      <source>Arrow keys; with Shift</source>
      <translation>Pfeiltasten; mit Umschalt</translation>
    </message>
    <message>
      <source>As a new release of Helm %1.</source>
      <translation>Als neues Release von Helm %1.</translation>
    </message>
    <message>
      <source>As drawn: %1</source>
      <translation>Wie gezeichnet: %1</translation>
    </message>
    <message>
      <source>As the desktop</source>
      <translation>Wie die Arbeitsumgebung</translation>
    </message>
    <message>
      <source>As they should be: %1 of %2</source>
      <translation>Wie sie sein sollen: %1 von %2</translation>
    </message>
    <message>
      <source>Ask Helm once more</source>
      <translation>Helm noch einmal fragen</translation>
    </message>
    <message>
      <source>Ask an administrator for a certificate signed by an authority.</source>
      <translation>Einen Administrator um ein Zertifikat bitten, das eine Zertifizierungsstelle unterschrieben hat.</translation>
    </message>
    <message>
      <source>Ask an administrator for one that is signed by SHA-256.</source>
      <translation>Einen Administrator um eines bitten, das mit SHA-256 unterschrieben ist.</translation>
    </message>
    <message>
      <source>Ask an administrator for one with a key of 2048 bits or more.</source>
      <translation>Einen Administrator um eines mit einem Schlüssel von 2048 Bit oder mehr bitten.</translation>
    </message>
    <message>
      <source>Ask an administrator for one with the usage serverAuth.</source>
      <translation>Einen Administrator um eines mit dem Zweck serverAuth bitten.</translation>
    </message>
    <message>
      <source>Ask an administrator of the cluster for it, or choose another namespace or account.</source>
      <translation>Bitten Sie die Verwaltung des Clusters darum, oder wählen Sie einen anderen Namespace oder ein anderes Konto.</translation>
    </message>
    <message>
      <source>Ask an administrator of the cluster for this permission, or choose another context or namespace.</source>
      <translation>Einen Administrator des Clusters um diese Berechtigung bitten oder einen anderen Kontext oder Namespace wählen.</translation>
    </message>
    <message>
      <source>Ask an administrator of the cluster to create it, or choose a namespace that is there.</source>
      <translation>Bitten Sie einen Administrator des Clusters, ihn anzulegen, oder wählen Sie einen Namespace, der da ist.</translation>
    </message>
    <message>
      <source>Ask an administrator of the cluster.</source>
      <translation>Einen Administrator des Clusters fragen.</translation>
    </message>
    <message>
      <source>Ask for less CPU or memory, use fewer replicas, or make the cluster larger.</source>
      <translation>Weniger CPU oder Speicher verlangen, weniger Replikate nehmen oder den Cluster vergrößern.</translation>
    </message>
    <message>
      <source>Ask for less, limit what it uses, or make room on the node.</source>
      <translation>Weniger verlangen, den Verbrauch begrenzen oder auf dem Node Platz schaffen.</translation>
    </message>
    <message>
      <source>Ask for the page</source>
      <translation>Nach der Seite fragen</translation>
    </message>
    <message>
      <source>Ask the cluster what applying would change. Nothing is changed.</source>
      <translation>Den Cluster fragen, was Anwenden ändern würde. Geändert wird nichts.</translation>
    </message>
    <message>
      <source>Ask the cluster what applying would change; nothing is changed</source>
      <translation>Den Cluster fragen, was Anwenden ändern würde; geändert wird nichts</translation>
    </message>
    <message>
      <source>Ask the first port</source>
      <translation>Den ersten Port fragen</translation>
    </message>
    <message>
      <source>Asking %1</source>
      <translation>%1 wird gefragt</translation>
    </message>
    <message>
      <source>Asking %1…</source>
      <translation>%1 wird gefragt …</translation>
    </message>
    <message>
      <source>Asking Helm for %1…</source>
      <translation>Fragt Helm nach %1 …</translation>
    </message>
    <message>
      <source>Asking Helm…</source>
      <translation>Helm wird gefragt …</translation>
    </message>
    <message>
      <source>Asking Minikube for the address of %1</source>
      <translation>Minikube wird nach der Adresse von %1 gefragt</translation>
    </message>
    <message>
      <source>Asking the cluster</source>
      <translation>Der Cluster wird gefragt</translation>
    </message>
    <message>
      <source>Asking the keychain…</source>
      <translation>Der Schlüsselbund wird gefragt …</translation>
    </message>
    <message>
      <source>Asking…</source>
      <translation>Wird gefragt …</translation>
    </message>
    <message>
      <source>Asks for a login</source>
      <translation>Fragt nach einer Anmeldung</translation>
    </message>
    <message>
      <source>Autosave</source>
      <translation>Automatisch sichern</translation>
    </message>
    <message>
      <source>Back to the welcome page</source>
      <translation>Zurück zur Startseite</translation>
    </message>
    <message>
      <source>Backend</source>
      <translation>Backend</translation>
    </message>
    <message>
      <source>Base64</source>
      <translation>Base64</translation>
    </message>
    <message>
      <source>Becomes a new drawing. What the cluster made by itself is left out; nothing is changed there.</source>
      <translation>Wird eine neue Zeichnung. Was der Cluster selbst angelegt hat, bleibt weg; geändert wird dort nichts.</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Vorher</translation>
    </message>
    <message>
      <source>Begin each line with its time.</source>
      <translation>Jede Zeile mit ihrer Zeit beginnen.</translation>
    </message>
    <message>
      <source>Belongs to %1:</source>
      <translation>Gehört %1:</translation>
    </message>
    <message>
      <source>Blue dot: set here, and not to the default.</source>
      <translation>Blauer Punkt: hier gesetzt, und nicht auf die Vorgabe.</translation>
    </message>
    <message>
      <source>Break a gesture off</source>
      <translation>Geste abbrechen</translation>
    </message>
    <message>
      <source>Bring the drawing to the cluster</source>
      <translation>Die Zeichnung in den Cluster bringen</translation>
    </message>
    <message>
      <source>Bring the drawing to the cluster, after a look at what changes</source>
      <translation>Die Zeichnung in den Cluster bringen, nach einem Blick auf die Änderungen</translation>
    </message>
    <message>
      <source>Bring the values of %1 from the keychain</source>
      <translation>Die Werte von %1 aus dem Schlüsselbund bringen</translation>
    </message>
    <message>
      <source>Build folder</source>
      <translation>Build-Ordner</translation>
    </message>
    <message>
      <source>Build it for %1, or draw the platform that it has.</source>
      <translation>Es für %1 bauen, oder die Plattform zeichnen, die es hat.</translation>
    </message>
    <message>
      <source>Building in Minikube</source>
      <translation>Wird in Minikube gebaut</translation>
    </message>
    <message>
      <source>Building with %1</source>
      <translation>Wird mit %1 gebaut</translation>
    </message>
    <message>
      <source>Built</source>
      <translation>Gebaut</translation>
    </message>
    <message>
      <source>By</source>
      <translation>Von</translation>
    </message>
    <message>
      <source>By Helm %1; the last revision is %2.</source>
      <translation>Durch Helm %1; die letzte Revision ist %2.</translation>
    </message>
    <message>
      <source>C&amp;luster</source>
      <translation>C&amp;luster</translation>
    </message>
    <message>
      <source>CPU is counted in 1 or 1m, not in %1</source>
      <translation>CPU wird in 1 oder 1m gezählt, nicht in %1</translation>
    </message>
    <message>
      <source>CPU limit</source>
      <translation>CPU-Grenze</translation>
    </message>
    <message>
      <source>CPU limit %1 of %2 is above the profile's %3</source>
      <translation>Die CPU-Grenze %1 von %2 liegt über den %3 des Profils</translation>
    </message>
    <message>
      <source>CPU request</source>
      <translation>CPU-Bedarf</translation>
    </message>
    <message>
      <source>CPU request %1 is above the limit %2</source>
      <translation>Der CPU-Bedarf %1 liegt über der Grenze %2</translation>
    </message>
    <message>
      <source>CPU request %1 of %2 is below the profile's %3</source>
      <translation>Der CPU-Bedarf %1 von %2 liegt unter den %3 des Profils</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Cancelled.</source>
      <translation>Abgebrochen.</translation>
    </message>
    <message>
      <source>Cancelled. Deploy again to go on.</source>
      <translation>Abgebrochen. Noch einmal deployen, um fortzufahren.</translation>
    </message>
    <message>
      <source>Cancelled. Nothing was changed.</source>
      <translation>Abgebrochen. Es wurde nichts geändert.</translation>
    </message>
    <message>
      <source>Cannot Be Accepted: It Must Be Mended</source>
      <translation>Nicht akzeptierbar: muss behoben werden</translation>
    </message>
    <message>
      <source>Cannot be changed once installed.</source>
      <translation>Nach der Installation nicht mehr änderbar.</translation>
    </message>
    <message>
      <source>Cannot be used</source>
      <translation>Nicht benutzbar</translation>
    </message>
    <message>
      <source>Catalogues of charts show it.</source>
      <translation>Verzeichnisse von Charts zeigen es.</translation>
    </message>
    <message>
      <source>Certificates, and the hosts that they are for.</source>
      <translation>Zertifikate und die Hosts, für die sie gelten.</translation>
    </message>
    <message>
      <source>Change %1 of %2</source>
      <translation>%1 von %2 ändern</translation>
    </message>
    <message numerus="yes">
      <source>Change %1 of %n nodes</source>
      <translation>
        <numerusform>%1 von %n Knoten ändern</numerusform>
        <numerusform>%1 von %n Knoten ändern</numerusform>
      </translation>
    </message>
    <message>
      <source>Change the amount, or accept it with a reason.</source>
      <translation>Die Menge ändern oder mit Begründung akzeptieren.</translation>
    </message>
    <message>
      <source>Change the value, or take it out.</source>
      <translation>Den Wert ändern oder herausnehmen.</translation>
    </message>
    <message>
      <source>Change the values key</source>
      <translation>Werteschlüssel ändern</translation>
    </message>
    <message>
      <source>Change the values key of %1</source>
      <translation>Werteschlüssel von %1 ändern</translation>
    </message>
    <message>
      <source>Change what it names, and compare again.</source>
      <translation>Ändern Sie, was genannt ist, und vergleichen Sie erneut.</translation>
    </message>
    <message>
      <source>Changed</source>
      <translation>Geändert</translation>
    </message>
    <message>
      <source>Changed: %1.</source>
      <translation>Geändert: %1.</translation>
    </message>
    <message>
      <source>Changes wait until it is resumed; its pods go on running.</source>
      <translation>Änderungen warten, bis es weitergeht; die Pods laufen weiter.</translation>
    </message>
    <message>
      <source>Characters</source>
      <translation>Zeichen</translation>
    </message>
    <message>
      <source>Chart</source>
      <translation>Chart</translation>
    </message>
    <message>
      <source>Chartwright ended before this work was saved. Recovered work is opened as changed; nothing is written until you save it.</source>
      <translation>Chartwright wurde beendet, bevor diese Arbeit gespeichert war. Wiederhergestellte Arbeit wird als geändert geöffnet; geschrieben wird erst beim Speichern.</translation>
    </message>
    <message>
      <source>Chartwright projects (topology.yaml)</source>
      <translation>Chartwright-Projekte (topology.yaml)</translation>
    </message>
    <message>
      <source>Chartwright[*]</source>
      <translation>Chartwright[*]</translation>
    </message>
    <message>
      <source>Check</source>
      <translation>Prüfung</translation>
    </message>
    <message>
      <source>Check --context, or try again.</source>
      <translation>--context prüfen oder es noch einmal versuchen.</translation>
    </message>
    <message>
      <source>Check --namespace and --context; apply --create-namespace makes a namespace.</source>
      <translation>--namespace und --context prüfen; apply --create-namespace legt einen Namespace an.</translation>
    </message>
    <message>
      <source>Check its permissions, or choose another folder.</source>
      <translation>Die Zugriffsrechte prüfen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>Check its port and path, and give the application time to start.</source>
      <translation>Port und Pfad prüfen und der Anwendung Zeit zum Starten geben.</translation>
    </message>
    <message>
      <source>Check the address in the kubeconfig; a proxy may answer in its place.</source>
      <translation>Die Adresse in der Kubeconfig prüfen; vielleicht antwortet ein Proxy an ihrer Stelle.</translation>
    </message>
    <message>
      <source>Check the address in the kubeconfig; a proxy may be in the way.</source>
      <translation>Die Adresse in der Kubeconfig prüfen; ein Proxy kann im Weg sein.</translation>
    </message>
    <message>
      <source>Check the name and the cluster's way out, or load the image into the cluster.</source>
      <translation>Den Namen und den Weg des Clusters nach außen prüfen, oder das Image in den Cluster laden.</translation>
    </message>
    <message>
      <source>Check the name.</source>
      <translation>Den Namen prüfen.</translation>
    </message>
    <message>
      <source>Check the name; a private image needs a pull secret.</source>
      <translation>Den Namen prüfen; ein privates Image braucht ein Pull-Secret.</translation>
    </message>
    <message>
      <source>Check the namespace and the context.</source>
      <translation>Den Namespace und den Kontext prüfen.</translation>
    </message>
    <message>
      <source>Check the permissions of the file and of its folders.</source>
      <translation>Die Zugriffsrechte der Datei und ihrer Ordner prüfen.</translation>
    </message>
    <message>
      <source>Check the permissions of the folder.</source>
      <translation>Die Zugriffsrechte des Ordners prüfen.</translation>
    </message>
    <message>
      <source>Check the repository and the tag, or load the image into the cluster.</source>
      <translation>Repository und Tag prüfen, oder das Image in den Cluster laden.</translation>
    </message>
    <message>
      <source>Check the repository and the tag.</source>
      <translation>Repository und Tag prüfen.</translation>
    </message>
    <message>
      <source>Check this computer's clock.</source>
      <translation>Die Uhr dieses Rechners prüfen.</translation>
    </message>
    <message>
      <source>Check this computer's clock; else an administrator has to renew it.</source>
      <translation>Die Uhr dieses Rechners prüfen; sonst muss ein Administrator es erneuern.</translation>
    </message>
    <message>
      <source>Checking</source>
      <translation>Wird geprüft</translation>
    </message>
    <message>
      <source>Checking…</source>
      <translation>Wird geprüft …</translation>
    </message>
    <message>
      <source>Checks, exports and renders drawings of Chartwright.</source>
      <translation>Prüft, exportiert und rendert Zeichnungen von Chartwright.</translation>
    </message>
    <message>
      <source>Choose &amp;Target…</source>
      <translation>&amp;Ziel wählen …</translation>
    </message>
    <message>
      <source>Choose Helm</source>
      <translation>Helm wählen</translation>
    </message>
    <message>
      <source>Choose RollingUpdate, or take them away.</source>
      <translation>Wählen Sie RollingUpdate, oder entfernen Sie sie.</translation>
    </message>
    <message>
      <source>Choose Where</source>
      <translation>Ort wählen</translation>
    </message>
    <message>
      <source>Choose a Cluster…</source>
      <translation>Cluster wählen …</translation>
    </message>
    <message>
      <source>Choose a ConfigMap or a Secret, or take the entry away.</source>
      <translation>Eine ConfigMap oder ein Secret wählen oder den Eintrag entfernen.</translation>
    </message>
    <message>
      <source>Choose a Target…</source>
      <translation>Ziel wählen …</translation>
    </message>
    <message>
      <source>Choose a cluster first.</source>
      <translation>Wählen Sie zuerst einen Cluster.</translation>
    </message>
    <message>
      <source>Choose a context that acts as one group.</source>
      <translation>Einen Kontext wählen, der als eine Gruppe handelt.</translation>
    </message>
    <message>
      <source>Choose a file with manifests.</source>
      <translation>Wählen Sie eine Datei mit Manifesten.</translation>
    </message>
    <message>
      <source>Choose a file.</source>
      <translation>Eine Datei wählen.</translation>
    </message>
    <message>
      <source>Choose a key that is there.</source>
      <translation>Einen vorhandenen Schlüssel wählen.</translation>
    </message>
    <message>
      <source>Choose a kind by typing</source>
      <translation>Eine Art durch Tippen wählen</translation>
    </message>
    <message>
      <source>Choose a namespace, so that less is asked for.</source>
      <translation>Einen Namespace wählen, damit weniger gefragt wird.</translation>
    </message>
    <message>
      <source>Choose a port of its pods.</source>
      <translation>Einen Port seiner Pods wählen.</translation>
    </message>
    <message>
      <source>Choose a port of the Service.</source>
      <translation>Einen Port des Service wählen.</translation>
    </message>
    <message>
      <source>Choose a value that the field takes, or take it out.</source>
      <translation>Wählen Sie einen Wert, den das Feld annimmt, oder nehmen Sie ihn heraus.</translation>
    </message>
    <message>
      <source>Choose an earlier revision.</source>
      <translation>Wählen Sie eine frühere Revision.</translation>
    </message>
    <message>
      <source>Choose another context, or add the cluster.</source>
      <translation>Einen anderen Kontext wählen oder den Cluster ergänzen.</translation>
    </message>
    <message>
      <source>Choose another context, or add the user.</source>
      <translation>Einen anderen Kontext wählen oder den Benutzer ergänzen.</translation>
    </message>
    <message>
      <source>Choose another file, or let the tool of your cluster write it.</source>
      <translation>Eine andere Datei wählen oder sie vom Werkzeug Ihres Clusters schreiben lassen.</translation>
    </message>
    <message>
      <source>Choose another folder.</source>
      <translation>Einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>Choose another name, or delete what is there.</source>
      <translation>Einen anderen Namen wählen oder löschen, was da ist.</translation>
    </message>
    <message>
      <source>Choose another port, or end the program that uses it.</source>
      <translation>Einen anderen Port wählen oder das Programm beenden, das ihn benutzt.</translation>
    </message>
    <message>
      <source>Choose another, or take the reference out.</source>
      <translation>Etwas anderes wählen oder den Verweis herausnehmen.</translation>
    </message>
    <message>
      <source>Choose fewer.</source>
      <translation>Wählen Sie weniger.</translation>
    </message>
    <message>
      <source>Choose one of the container's ports.</source>
      <translation>Einen Port des Containers wählen.</translation>
    </message>
    <message>
      <source>Choose one of: %1.</source>
      <translation>Eines davon wählen: %1.</translation>
    </message>
    <message>
      <source>Choose one, or run: kubectl config use-context NAME</source>
      <translation>Einen wählen oder ausführen: kubectl config use-context NAME</translation>
    </message>
    <message>
      <source>Choose other names, or delete the definition that has them.</source>
      <translation>Andere Namen wählen, oder die Definition löschen, die sie hat.</translation>
    </message>
    <message>
      <source>Choose the cluster, the namespace and the release</source>
      <translation>Cluster, Namespace und Release wählen</translation>
    </message>
    <message>
      <source>Choose the cluster, the namespace and the release that it goes to</source>
      <translation>Cluster, Namespace und Release wählen, wohin es geht</translation>
    </message>
    <message>
      <source>Choose the files themselves, or another folder.</source>
      <translation>Wählen Sie die Dateien selbst oder einen anderen Ordner.</translation>
    </message>
    <message>
      <source>Choose the folder of a project, or make one with "New".</source>
      <translation>Den Ordner eines Projekts wählen oder mit „Neu“ eines anlegen.</translation>
    </message>
    <message>
      <source>Choose the key that the certificate was requested with.</source>
      <translation>Wählen Sie den Schlüssel, mit dem das Zertifikat beantragt wurde.</translation>
    </message>
    <message>
      <source>Choose the type ClusterIP, or take “None” away.</source>
      <translation>Den Typ ClusterIP wählen oder „None“ entfernen.</translation>
    </message>
    <message>
      <source>Choose the type NodePort, or take the node port away.</source>
      <translation>Wählen Sie den Typ NodePort, oder entfernen Sie den Node-Port.</translation>
    </message>
    <message>
      <source>Choose two revisions.</source>
      <translation>Wählen Sie zwei Revisionen.</translation>
    </message>
    <message>
      <source>Choose what it asks, or take the probe away.</source>
      <translation>Wählen Sie, was sie fragt, oder entfernen Sie die Prüfung.</translation>
    </message>
    <message>
      <source>Claim</source>
      <translation>Claim</translation>
    </message>
    <message>
      <source>Class</source>
      <translation>Klasse</translation>
    </message>
    <message>
      <source>Clear the List</source>
      <translation>Liste leeren</translation>
    </message>
    <message>
      <source>Click</source>
      <translation>Klicken</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Close this message</source>
      <translation>Diese Meldung schließen</translation>
    </message>
    <message>
      <source>Cluster</source>
      <translation>Cluster</translation>
    </message>
    <message>
      <source>Cluster IP</source>
      <translation>Cluster-IP</translation>
    </message>
    <message>
      <source>Command</source>
      <translation>Befehl</translation>
    </message>
    <message>
      <source>Commands:</source>
      <translation>Befehle:</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Vergleichen</translation>
    </message>
    <message>
      <source>Compare asks the cluster what applying would change, and changes nothing.</source>
      <translation>Vergleichen fragt den Cluster, was Anwenden ändern würde, und ändert nichts.</translation>
    </message>
    <message>
      <source>Comparing revision %1 with %2…</source>
      <translation>Revision %1 wird mit %2 verglichen …</translation>
    </message>
    <message>
      <source>Comparing: %1 of %2</source>
      <translation>Vergleich: %1 von %2</translation>
    </message>
    <message>
      <source>Config&amp;Map:</source>
      <translation>Config&amp;Map:</translation>
    </message>
    <message>
      <source>ConfigMap</source>
      <translation>ConfigMap</translation>
    </message>
    <message>
      <source>Configuration</source>
      <translation>Konfiguration</translation>
    </message>
    <message>
      <source>Configuration that is no secret, as keys and values.</source>
      <translation>Konfiguration, die nicht geheim ist, als Schlüssel und Werte.</translation>
    </message>
    <message>
      <source>Connect again, and allow it if you know it.</source>
      <translation>Noch einmal verbinden und es erlauben, wenn Sie es kennen.</translation>
    </message>
    <message>
      <source>Connecting fails with a word on an unexpected argument.</source>
      <translation>Die Verbindung scheitert mit einer Meldung über ein unerwartetes Argument.</translation>
    </message>
    <message>
      <source>Connecting: %1</source>
      <translation>Verbindung: %1</translation>
    </message>
    <message>
      <source>Container</source>
      <translation>Container</translation>
    </message>
    <message>
      <source>Container engines take lower-case names only.</source>
      <translation>Container-Programme nehmen nur kleingeschriebene Namen.</translation>
    </message>
    <message>
      <source>Containers</source>
      <translation>Container</translation>
    </message>
    <message>
      <source>Context</source>
      <translation>Kontext</translation>
    </message>
    <message>
      <source>Contexts</source>
      <translation>Kontexte</translation>
    </message>
    <message>
      <source>Convert it: openssl pkey -inform der -in FILE</source>
      <translation>Wandeln Sie ihn um: openssl pkey -inform der -in DATEI</translation>
    </message>
    <message>
      <source>Convert it: openssl x509 -inform der -in FILE</source>
      <translation>Wandeln Sie es um: openssl x509 -inform der -in DATEI</translation>
    </message>
    <message numerus="yes">
      <source>Copied, for %n seconds</source>
      <translation>
        <numerusform>Kopiert, für eine Sekunde</numerusform>
        <numerusform>Kopiert, für %n Sekunden</numerusform>
      </translation>
    </message>
    <message>
      <source>Copies of the selected resources, with names of their own</source>
      <translation>Kopien der ausgewählten Ressourcen mit eigenen Namen</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Copy %1</source>
      <translation>%1 kopieren</translation>
    </message>
    <message numerus="yes">
      <source>Copy %n nodes</source>
      <translation>
        <numerusform>%n Knoten kopieren</numerusform>
        <numerusform>%n Knoten kopieren</numerusform>
      </translation>
    </message>
    <message>
      <source>Copy Address</source>
      <translation>Adresse kopieren</translation>
    </message>
    <message>
      <source>Copy Line</source>
      <translation>Zeile kopieren</translation>
    </message>
    <message>
      <source>Copy the line</source>
      <translation>Die Zeile kopieren</translation>
    </message>
    <message>
      <source>Copy the line for the hosts file</source>
      <translation>Die Zeile für die Datei hosts kopieren</translation>
    </message>
    <message>
      <source>Copy the selected resources to the clipboard</source>
      <translation>Die ausgewählten Ressourcen in die Zwischenablage kopieren</translation>
    </message>
    <message>
      <source>Copy the text</source>
      <translation>Text kopieren</translation>
    </message>
    <message>
      <source>Correct the command, or leave it to the image.</source>
      <translation>Den Befehl berichtigen, oder ihn dem Image überlassen.</translation>
    </message>
    <message>
      <source>Correct the entry or remove it.</source>
      <translation>Den Eintrag berichtigen oder entfernen.</translation>
    </message>
    <message>
      <source>Correct the kind in topology.yaml, or add the object to the chart by hand.</source>
      <translation>Die Art in topology.yaml berichtigen oder das Objekt von Hand in das Chart legen.</translation>
    </message>
    <message>
      <source>Correct the repository or the tag.</source>
      <translation>Repository oder Tag berichtigen.</translation>
    </message>
    <message>
      <source>Correct this place, or open an older copy of the file.</source>
      <translation>Diese Stelle berichtigen oder eine ältere Kopie der Datei öffnen.</translation>
    </message>
    <message>
      <source>Correct what was typed.</source>
      <translation>Das Eingetippte berichtigen.</translation>
    </message>
    <message>
      <source>Counted by Helm at each change.</source>
      <translation>Von Helm bei jeder Änderung gezählt.</translation>
    </message>
    <message>
      <source>Credentials for a private registry.</source>
      <translation>Zugangsdaten für eine private Registry.</translation>
    </message>
    <message>
      <source>Ctrl and click</source>
      <translation>Strg und Klicken</translation>
    </message>
    <message>
      <source>Cu&amp;t</source>
      <translation>A&amp;usschneiden</translation>
    </message>
    <message>
      <source>Cut %1</source>
      <translation>%1 ausschneiden</translation>
    </message>
    <message numerus="yes">
      <source>Cut %n nodes</source>
      <translation>
        <numerusform>%n Knoten ausschneiden</numerusform>
        <numerusform>%n Knoten ausschneiden</numerusform>
      </translation>
    </message>
    <message>
      <source>D&amp;elete from the Cluster…</source>
      <translation>Aus dem Cluster lö&amp;schen …</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Dunkel</translation>
    </message>
    <message>
      <source>Data</source>
      <translation>Daten</translation>
    </message>
    <message>
      <source>De&amp;lete</source>
      <translation>&amp;Löschen</translation>
    </message>
    <message>
      <source>De&amp;ploy</source>
      <translation>D&amp;eployen</translation>
    </message>
    <message>
      <source>Default backend</source>
      <translation>Standard-Backend</translation>
    </message>
    <message>
      <source>Default: %1</source>
      <translation>Standard: %1</translation>
    </message>
    <message>
      <source>Delete %1</source>
      <translation>%1 löschen</translation>
    </message>
    <message numerus="yes">
      <source>Delete %n nodes</source>
      <translation>
        <numerusform>%n Knoten löschen</numerusform>
        <numerusform>%n Knoten löschen</numerusform>
      </translation>
    </message>
    <message>
      <source>Delete a Release</source>
      <translation>Release löschen</translation>
    </message>
    <message>
      <source>Delete all that was applied of this release</source>
      <translation>Alles löschen, was von diesem Release angewandt wurde</translation>
    </message>
    <message>
      <source>Delete it</source>
      <translation>Löschen</translation>
    </message>
    <message>
      <source>Delete that before the next run.</source>
      <translation>Löschen Sie das vor dem nächsten Lauf.</translation>
    </message>
    <message>
      <source>Delete the Secrets too: %1. Their values stay in the keychain.</source>
      <translation>Auch die Secrets löschen: %1. Ihre Werte bleiben im Schlüsselbund.</translation>
    </message>
    <message>
      <source>Delete the release %1 from the namespace %2 of %3?</source>
      <translation>Das Release %1 aus dem Namespace %2 von %3 löschen?</translation>
    </message>
    <message>
      <source>Delete what an earlier apply of this release made and the drawing no longer has.</source>
      <translation>Löschen, was ein früheres apply dieses Release angelegt hat und die Zeichnung nicht mehr hat.</translation>
    </message>
    <message>
      <source>Delete what is no longer drawn:</source>
      <translation>Löschen, was nicht mehr gezeichnet ist:</translation>
    </message>
    <message>
      <source>Delete what is selected, with its wires</source>
      <translation>Die Auswahl mit ihren Verbindungen löschen</translation>
    </message>
    <message>
      <source>Deleted: %1.</source>
      <translation>Gelöscht: %1.</translation>
    </message>
    <message>
      <source>Deletes from a cluster what apply made of a release.</source>
      <translation>Löscht aus einem Cluster, was apply von einem Release angelegt hat.</translation>
    </message>
    <message>
      <source>Deleting it deletes all objects of its kind</source>
      <translation>Es zu löschen löscht alle Objekte seiner Art</translation>
    </message>
    <message>
      <source>Deploy</source>
      <translation>Deployen</translation>
    </message>
    <message>
      <source>Deploy &amp;Without Them</source>
      <translation>&amp;Ohne sie deployen</translation>
    </message>
    <message>
      <source>Deploy Anyway</source>
      <translation>Trotzdem deployen</translation>
    </message>
    <message>
      <source>Deploy starts it.</source>
      <translation>„Deployen“ startet es.</translation>
    </message>
    <message>
      <source>Deploy to Minikube: start it, bring the images, and go on.</source>
      <translation>In Minikube deployen: es starten, die Images bringen, und weiter.</translation>
    </message>
    <message>
      <source>Deploy with Helm</source>
      <translation>Mit Helm deployen</translation>
    </message>
    <message>
      <source>Deployment</source>
      <translation>Deployment</translation>
    </message>
    <message>
      <source>Derive the selector from the name</source>
      <translation>Den Selektor vom Namen ableiten</translation>
    </message>
    <message>
      <source>Description</source>
      <translation>Beschreibung</translation>
    </message>
    <message>
      <source>Difference</source>
      <translation>Unterschied</translation>
    </message>
    <message>
      <source>Differences</source>
      <translation>Unterschiede</translation>
    </message>
    <message>
      <source>Digest</source>
      <translation>Digest</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>Verwerfen</translation>
    </message>
    <message>
      <source>Discard the unsaved work on %1?</source>
      <translation>Die ungespeicherte Arbeit an %1 verwerfen?</translation>
    </message>
    <message>
      <source>Divisor</source>
      <translation>Teiler</translation>
    </message>
    <message>
      <source>Do Not Run</source>
      <translation>Nicht ausführen</translation>
    </message>
    <message>
      <source>Do Not Save</source>
      <translation>Nicht speichern</translation>
    </message>
    <message>
      <source>Do again what was taken back</source>
      <translation>Das Zurückgenommene noch einmal tun</translation>
    </message>
    <message>
      <source>Do not mount it</source>
      <translation>Nicht einhängen</translation>
    </message>
    <message>
      <source>Do not mount it.</source>
      <translation>Nicht einhängen.</translation>
    </message>
    <message>
      <source>Do not rewrite</source>
      <translation>Nicht umschreiben</translation>
    </message>
    <message>
      <source>Do not rewrite, or use a pattern with $2.</source>
      <translation>Nicht umschreiben, oder ein Muster mit $2 verwenden.</translation>
    </message>
    <message>
      <source>Do not wait until all is ready.</source>
      <translation>Nicht warten, bis alles bereit ist.</translation>
    </message>
    <message>
      <source>Do what is not done yet of these steps</source>
      <translation>Tun, was von diesen Schritten noch nicht getan ist</translation>
    </message>
    <message>
      <source>Docker Desktop has too few processors for Minikube</source>
      <translation>Docker Desktop hat zu wenige Prozessoren für Minikube</translation>
    </message>
    <message>
      <source>Docker Desktop has too little memory for Minikube</source>
      <translation>Docker Desktop hat zu wenig Speicher für Minikube</translation>
    </message>
    <message>
      <source>Docker does not do what Minikube needs</source>
      <translation>Docker tut nicht, was Minikube braucht</translation>
    </message>
    <message>
      <source>Docker has no room on the disk</source>
      <translation>Docker hat keinen Platz auf der Platte</translation>
    </message>
    <message>
      <source>Docker is not installed</source>
      <translation>Docker ist nicht installiert</translation>
    </message>
    <message>
      <source>Docker is not running</source>
      <translation>Docker läuft nicht</translation>
    </message>
    <message>
      <source>Dockerfile</source>
      <translation>Dockerfile</translation>
    </message>
    <message>
      <source>Does the program in the pod listen at this port?</source>
      <translation>Horcht das Programm im Pod an diesem Port?</translation>
    </message>
    <message>
      <source>Double click on empty canvas</source>
      <translation>Doppelklick auf leere Fläche</translation>
    </message>
    <message>
      <source>Downloading %1</source>
      <translation>%1 wird heruntergeladen</translation>
    </message>
    <message>
      <source>Downloading %1: %2 %</source>
      <translation>%1 wird heruntergeladen: %2 %</translation>
    </message>
    <message>
      <source>Drag a resource here from the left,
double-click and type its kind,
or press a letter: D for a Deployment, S for a Service.</source>
      <translation>Eine Ressource von links hierher ziehen,
doppelklicken und ihre Art tippen
oder einen Buchstaben drücken: D für ein Deployment, S für einen Service.</translation>
    </message>
    <message>
      <source>Drag from a socket to another node</source>
      <translation>Von einem Anschluss zu einem anderen Knoten ziehen</translation>
    </message>
    <message>
      <source>Drag from a socket to empty canvas</source>
      <translation>Von einem Anschluss auf leere Fläche ziehen</translation>
    </message>
    <message>
      <source>Drag on empty canvas</source>
      <translation>Auf leerer Fläche ziehen</translation>
    </message>
    <message>
      <source>Drag; Alt while dragging</source>
      <translation>Ziehen; dabei Alt drücken</translation>
    </message>
    <message>
      <source>Draw</source>
      <translation>Zeichnen</translation>
    </message>
    <message>
      <source>Draw %1 as a release of this drawing?</source>
      <translation>%1 als Release dieser Zeichnung zeichnen?</translation>
    </message>
    <message>
      <source>Draw a Kubernetes application, export a Helm chart.</source>
      <translation>Eine Kubernetes-Anwendung zeichnen, ein Helm-Chart exportieren.</translation>
    </message>
    <message>
      <source>Draw a Secret: its values are kept in the keychain.</source>
      <translation>Zeichnen Sie ein Secret: seine Werte verwahrt der Schlüsselbund.</translation>
    </message>
    <message>
      <source>Draw all manifests that lie in a folder</source>
      <translation>Alle Manifeste eines Ordners zeichnen</translation>
    </message>
    <message>
      <source>Draw from a Cluster</source>
      <translation>Aus einem Cluster zeichnen</translation>
    </message>
    <message>
      <source>Draw from a Cluster…</source>
      <translation>Aus einem Cluster zeichnen …</translation>
    </message>
    <message>
      <source>Draw it as a release of this drawing</source>
      <translation>Es als Release dieser Zeichnung zeichnen</translation>
    </message>
    <message>
      <source>Draw it, or take the reference away.</source>
      <translation>Zeichnen Sie sie, oder nehmen Sie den Verweis weg.</translation>
    </message>
    <message>
      <source>Draw the Ingress without a host, so that it answers at its address</source>
      <translation>Den Ingress ohne Host zeichnen, damit er unter seiner Adresse antwortet</translation>
    </message>
    <message>
      <source>Draw the key, or another one.</source>
      <translation>Den Schlüssel zeichnen, oder einen anderen.</translation>
    </message>
    <message>
      <source>Draw what stands in manifests, YAML or JSON: the inverse of an export</source>
      <translation>Zeichnen, was in Manifesten steht, YAML oder JSON: die Umkehrung des Exports</translation>
    </message>
    <message>
      <source>Draw what the cluster has</source>
      <translation>Zeichnen, was der Cluster hat</translation>
    </message>
    <message>
      <source>Draw what the cluster has, and go on</source>
      <translation>Zeichnen, was der Cluster hat, und weitermachen</translation>
    </message>
    <message>
      <source>Drawing</source>
      <translation>Zeichnung</translation>
    </message>
    <message>
      <source>Drawn are: %1</source>
      <translation>Gezeichnet sind: %1</translation>
    </message>
    <message>
      <source>Draws a project into FILE.svg or FILE.png.</source>
      <translation>Zeichnet ein Projekt nach FILE.svg oder FILE.png.</translation>
    </message>
    <message>
      <source>Draws manifests: into a new project, or added to one.</source>
      <translation>Zeichnet Manifeste: in ein neues Projekt oder zu einem hinzu.</translation>
    </message>
    <message>
      <source>Draws the canvas into FILE.svg or FILE.png.</source>
      <translation>Zeichnet die Zeichenfläche nach FILE.svg oder FILE.png.</translation>
    </message>
    <message>
      <source>Driver, processors and memory of a new profile</source>
      <translation>Treiber, Prozessoren und Speicher eines neuen Profils</translation>
    </message>
    <message>
      <source>Drop ALL and add what is needed. An image that starts as root, to change owners or users, needs some of them.</source>
      <translation>ALL entziehen und hinzufügen, was nötig ist. Ein Image, das als root startet, um Besitzer oder Benutzer zu wechseln, braucht einige davon.</translation>
    </message>
    <message>
      <source>Drop capabilities</source>
      <translation>Rechte entziehen</translation>
    </message>
    <message>
      <source>Duplicate %1</source>
      <translation>%1 duplizieren</translation>
    </message>
    <message numerus="yes">
      <source>Duplicate %n nodes</source>
      <translation>
        <numerusform>%n Knoten duplizieren</numerusform>
        <numerusform>%n Knoten duplizieren</numerusform>
      </translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>E-Mail</translation>
    </message>
    <message>
      <source>Each would count and replace the other's pods.</source>
      <translation>Jedes würde die Pods des anderen zählen und ersetzen.</translation>
    </message>
    <message>
      <source>Earlier saves and exports, and what version control keeps of them, may still hold it. If others could see them, change the value where it is used.</source>
      <translation>Frühere Stände der Dateien, Exporte und die Versionsverwaltung können ihn noch enthalten. Wenn andere sie sehen konnten, ändern Sie den Wert dort, wo er gilt.</translation>
    </message>
    <message>
      <source>Edit the properties of what is selected</source>
      <translation>Die Eigenschaften der Auswahl bearbeiten</translation>
    </message>
    <message>
      <source>Effect</source>
      <translation>Wirkung</translation>
    </message>
    <message>
      <source>Empty chart</source>
      <translation>Leeres Chart</translation>
    </message>
    <message>
      <source>Empty folder</source>
      <translation>Leerer Ordner</translation>
    </message>
    <message>
      <source>Empty the Host</source>
      <translation>Host leeren</translation>
    </message>
    <message>
      <source>Empty the host</source>
      <translation>Den Host leeren</translation>
    </message>
    <message>
      <source>Empty: %1.</source>
      <translation>Leer: %1.</translation>
    </message>
    <message>
      <source>Empty: all keys.</source>
      <translation>Leer: alle Schlüssel.</translation>
    </message>
    <message>
      <source>Empty: any host.</source>
      <translation>Leer: jeder Host.</translation>
    </message>
    <message>
      <source>Empty: the one that is found on PATH.</source>
      <translation>Leer: das Programm, das im PATH gefunden wird.</translation>
    </message>
    <message>
      <source>Enabling</source>
      <translation>Wird eingeschaltet</translation>
    </message>
    <message>
      <source>Encode it anew: base64 -w0 FILE</source>
      <translation>Neu kodieren: base64 -w0 DATEI</translation>
    </message>
    <message>
      <source>End</source>
      <translation>Beenden</translation>
    </message>
    <message>
      <source>Enter it.</source>
      <translation>Geben Sie ihn ein.</translation>
    </message>
    <message>
      <source>Enter its value and deploy again, or draw the key that it has.</source>
      <translation>Seinen Wert eingeben und erneut deployen, oder den Schlüssel zeichnen, den es hat.</translation>
    </message>
    <message>
      <source>Enter its value and deploy again.</source>
      <translation>Seinen Wert eingeben und erneut deployen.</translation>
    </message>
    <message>
      <source>Enter its values and deploy again.</source>
      <translation>Seine Werte eingeben und erneut deployen.</translation>
    </message>
    <message>
      <source>Enter the value as it is: base64 is done for you. It goes into the keychain, never into the drawing.</source>
      <translation>Geben Sie den Wert ein, wie er ist: base64 geschieht von selbst. Er kommt in den Schlüsselbund, nie in die Zeichnung.</translation>
    </message>
    <message>
      <source>Enter values</source>
      <translation>Werte eingeben</translation>
    </message>
    <message>
      <source>Environment</source>
      <translation>Umgebung</translation>
    </message>
    <message>
      <source>Equal needs a key, Exists has no value, and only NoExecute has a time.</source>
      <translation>Equal braucht einen Schlüssel, Exists hat keinen Wert, und nur NoExecute hat eine Zeit.</translation>
    </message>
    <message>
      <source>Error</source>
      <translation>Fehler</translation>
    </message>
    <message>
      <source>Errors</source>
      <translation>Fehler</translation>
    </message>
    <message>
      <source>Errors and warnings</source>
      <translation>Fehler und Warnungen</translation>
    </message>
    <message>
      <source>Errors only</source>
      <translation>Nur Fehler</translation>
    </message>
    <message>
      <source>Esc or right click</source>
      <translation>Esc oder Rechtsklick</translation>
    </message>
    <message>
      <source>Event</source>
      <translation>Ereignis</translation>
    </message>
    <message>
      <source>Events</source>
      <translation>Ereignisse</translation>
    </message>
    <message>
      <source>Every value is in use.</source>
      <translation>Jeder Wert ist in Gebrauch.</translation>
    </message>
    <message>
      <source>Everyone who has the file has the value.</source>
      <translation>Wer die Datei hat, hat auch den Wert.</translation>
    </message>
    <message>
      <source>Everyone who has the repository has the values, also of old versions.</source>
      <translation>Wer das Repository hat, hat die Werte, auch die alter Stände.</translation>
    </message>
    <message>
      <source>Everyone who reads the chart reads it.</source>
      <translation>Wer das Chart liest, liest auch das.</translation>
    </message>
    <message>
      <source>Everything, to find a fault</source>
      <translation>Alles, um einen Fehler zu finden</translation>
    </message>
    <message>
      <source>Exit code: 0 nothing to complain of, 1 findings, 2 wrong usage or input.</source>
      <translation>Rückgabewert: 0 nichts zu beanstanden, 1 Befunde, 2 falscher Aufruf oder falsche Eingabe.</translation>
    </message>
    <message>
      <source>Exits with 1 where there are errors, with --strict also for warnings. Findings that were accepted with a reason do not count.</source>
      <translation>Endet mit 1, wenn es Fehler gibt, mit --strict auch bei Warnungen. Mit Begründung akzeptierte Befunde zählen nicht.</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Exportieren</translation>
    </message>
    <message>
      <source>Export Anyway</source>
      <translation>Trotzdem exportieren</translation>
    </message>
    <message>
      <source>Export Arc&amp;hive…</source>
      <translation>Arc&amp;hiv exportieren …</translation>
    </message>
    <message>
      <source>Export Archive</source>
      <translation>Archiv exportieren</translation>
    </message>
    <message>
      <source>Export Chart</source>
      <translation>Chart exportieren</translation>
    </message>
    <message>
      <source>Export Chart &amp;To…</source>
      <translation>Chart e&amp;xportieren nach …</translation>
    </message>
    <message>
      <source>Export again to finish it.</source>
      <translation>Noch einmal exportieren, um es abzuschließen.</translation>
    </message>
    <message>
      <source>Export it for OpenSSH in PuTTYgen.</source>
      <translation>Exportieren Sie ihn in PuTTYgen für OpenSSH.</translation>
    </message>
    <message>
      <source>Exported to %1</source>
      <translation>Exportiert nach %1</translation>
    </message>
    <message numerus="yes">
      <source>Exported to %1: %n file(s) written.</source>
      <translation>
        <numerusform>Exportiert nach %1: %n Datei geschrieben.</numerusform>
        <numerusform>Exportiert nach %1: %n Dateien geschrieben.</numerusform>
      </translation>
    </message>
    <message>
      <source>Exporting</source>
      <translation>Wird exportiert</translation>
    </message>
    <message>
      <source>External traffic</source>
      <translation>Von außen</translation>
    </message>
    <message>
      <source>F&amp;ind</source>
      <translation>S&amp;uchen</translation>
    </message>
    <message>
      <source>FILE is YAML or JSON, a folder of such files, or - for standard input. What was left out is told on standard error. What is drawn already stays as it is.
Exits with 1 where nothing was imported.</source>
      <translation>FILE ist YAML oder JSON, ein Ordner solcher Dateien oder - für die Standardeingabe. Was ausgelassen wurde, steht auf der Standardfehlerausgabe. Was schon gezeichnet ist, bleibt, wie es ist.
Endet mit 1, wo nichts eingelesen wurde.</translation>
    </message>
    <message>
      <source>Failures</source>
      <translation>Fehlversuche</translation>
    </message>
    <message>
      <source>Few applications call the API; whoever breaks in can.</source>
      <translation>Wenige Anwendungen rufen die API auf; wer einbricht, kann es.</translation>
    </message>
    <message>
      <source>Field</source>
      <translation>Feld</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>Dateien</translation>
    </message>
    <message>
      <source>Files in a volume</source>
      <translation>Dateien in einem Volume</translation>
    </message>
    <message>
      <source>Files that somebody else made or changed are left as they are. Errors in the drawing are told and make the exit code 1; what cannot be written at all is refused.</source>
      <translation>Dateien, die jemand anderes angelegt oder geändert hat, bleiben, wie sie sind. Fehler in der Zeichnung werden gemeldet und geben den Rückgabewert 1; was sich gar nicht schreiben lässt, wird abgelehnt.</translation>
    </message>
    <message>
      <source>Fill it in.</source>
      <translation>Ausfüllen.</translation>
    </message>
    <message>
      <source>Filter</source>
      <translation>Filtern</translation>
    </message>
    <message>
      <source>Find</source>
      <translation>Suchen</translation>
    </message>
    <message>
      <source>Find (Ctrl+F)</source>
      <translation>Suchen (Strg+F)</translation>
    </message>
    <message>
      <source>Find a resource by its name or what it holds, or text in the preview</source>
      <translation>Eine Ressource nach ihrem Namen oder Inhalt suchen oder Text in der Vorschau</translation>
    </message>
    <message>
      <source>Finds names, kinds, keys, images, ports and values</source>
      <translation>Findet Namen, Arten, Schlüssel, Images, Ports und Werte</translation>
    </message>
    <message>
      <source>Fit &amp;Selection</source>
      <translation>&amp;Auswahl zeigen</translation>
    </message>
    <message>
      <source>Fix</source>
      <translation>Behebung</translation>
    </message>
    <message>
      <source>Folder of the node</source>
      <translation>Ordner des Knotens</translation>
    </message>
    <message numerus="yes">
      <source>Follows %n pod(s).</source>
      <translation>
        <numerusform>Folgt %n Pod.</numerusform>
        <numerusform>Folgt %n Pods.</numerusform>
      </translation>
    </message>
    <message>
      <source>For</source>
      <translation>Für</translation>
    </message>
    <message>
      <source>For a browser: this system opens none by itself</source>
      <translation>Für einen Browser: dieses System öffnet von selbst keinen</translation>
    </message>
    <message>
      <source>For a cluster that is to last take another controller; for a local one accept it with that reason.</source>
      <translation>Für einen Cluster auf Dauer einen anderen Controller nehmen; für einen lokalen mit dieser Begründung akzeptieren.</translation>
    </message>
    <message>
      <source>For making the profile %1. One that is there already keeps what it was made with.</source>
      <translation>Um das Profil %1 anzulegen. Eines, das schon da ist, behält, womit es angelegt wurde.</translation>
    </message>
    <message>
      <source>For the Service %1 Kubernetes sets a variable %2 of its own in the pods</source>
      <translation>Für den Service %1 setzt Kubernetes in den Pods eine eigene Variable %2</translation>
    </message>
    <message>
      <source>For which?</source>
      <translation>Für welche?</translation>
    </message>
    <message>
      <source>Forget</source>
      <translation>Vergessen</translation>
    </message>
    <message numerus="yes">
      <source>Forget %n values?</source>
      <translation>
        <numerusform>%n Wert vergessen?</numerusform>
        <numerusform>%n Werte vergessen?</numerusform>
      </translation>
    </message>
    <message>
      <source>Forget All U&amp;nused…</source>
      <translation>Alle &amp;ungebrauchten vergessen …</translation>
    </message>
    <message>
      <source>Forget Values</source>
      <translation>Werte vergessen</translation>
    </message>
    <message>
      <source>Forget a Value</source>
      <translation>Wert vergessen</translation>
    </message>
    <message>
      <source>Forget the value of %1?</source>
      <translation>Den Wert von %1 vergessen?</translation>
    </message>
    <message>
      <source>Forget…</source>
      <translation>Vergessen …</translation>
    </message>
    <message>
      <source>Forward a Port of %1</source>
      <translation>Port von %1 weiterleiten</translation>
    </message>
    <message>
      <source>Forwarding a port to %1</source>
      <translation>Ein Port wird an %1 weitergeleitet</translation>
    </message>
    <message>
      <source>Forward…</source>
      <translation>Weiterleiten …</translation>
    </message>
    <message>
      <source>Free software under the Apache License 2.0.</source>
      <translation>Freie Software unter der Apache-Lizenz 2.0.</translation>
    </message>
    <message>
      <source>From</source>
      <translation>Von</translation>
    </message>
    <message>
      <source>From %1</source>
      <translation>Aus %1</translation>
    </message>
    <message>
      <source>From &amp;File…</source>
      <translation>Aus &amp;Datei …</translation>
    </message>
    <message>
      <source>From a ConfigMap</source>
      <translation>Aus einer ConfigMap</translation>
    </message>
    <message>
      <source>From a Secret</source>
      <translation>Aus einem Secret</translation>
    </message>
    <message>
      <source>From revision</source>
      <translation>Von Revision</translation>
    </message>
    <message>
      <source>From the pod</source>
      <translation>Aus dem Pod</translation>
    </message>
    <message>
      <source>From the resources</source>
      <translation>Aus den Ressourcen</translation>
    </message>
    <message>
      <source>From the wire to %1</source>
      <translation>Aus der Verbindung mit %1</translation>
    </message>
    <message>
      <source>Full access to the node. Avoid.</source>
      <translation>Voller Zugriff auf den Knoten. Vermeiden.</translation>
    </message>
    <message>
      <source>General</source>
      <translation>Allgemein</translation>
    </message>
    <message>
      <source>Generate</source>
      <translation>Erzeugen</translation>
    </message>
    <message>
      <source>Generate %1</source>
      <translation>%1 erzeugen</translation>
    </message>
    <message>
      <source>Give %1 a TLS Secret</source>
      <translation>%1 ein TLS-Secret geben</translation>
    </message>
    <message>
      <source>Give each a name of its own, init containers too.</source>
      <translation>Jedem einen eigenen Namen geben, auch Init-Containern.</translation>
    </message>
    <message>
      <source>Give each port a number of its own.</source>
      <translation>Jedem Port eine eigene Nummer geben.</translation>
    </message>
    <message>
      <source>Give it a Secret for a certificate</source>
      <translation>Ein Secret für ein Zertifikat geben</translation>
    </message>
    <message>
      <source>Give it a host where the cluster is shared.</source>
      <translation>Einen Host angeben, wenn der Cluster geteilt wird.</translation>
    </message>
    <message>
      <source>Give it a key of its own</source>
      <translation>Einen eigenen Schlüssel geben</translation>
    </message>
    <message>
      <source>Give it a port, or take those of its Deployment.</source>
      <translation>Einen Port angeben oder die des Deployments übernehmen.</translation>
    </message>
    <message>
      <source>Give it at least 1,800 MB.</source>
      <translation>Mindestens 1.800 MB geben.</translation>
    </message>
    <message>
      <source>Give it less, or close other programs.</source>
      <translation>Weniger geben, oder andere Programme schließen.</translation>
    </message>
    <message>
      <source>Give it more in its settings, under Resources, and try again.</source>
      <translation>In seinen Einstellungen unter „Resources“ mehr geben und noch einmal versuchen.</translation>
    </message>
    <message>
      <source>Give it that time</source>
      <translation>Ihr diese Zeit geben</translation>
    </message>
    <message>
      <source>Give it two or more in its settings, under Resources, and try again.</source>
      <translation>In seinen Einstellungen unter „Resources“ zwei oder mehr geben und noch einmal versuchen.</translation>
    </message>
    <message>
      <source>Give one of them another key.</source>
      <translation>Einem davon einen anderen Schlüssel geben.</translation>
    </message>
    <message>
      <source>Give one project or one starter.</source>
      <translation>Ein Projekt oder einen Starter angeben.</translation>
    </message>
    <message>
      <source>Give the address of an SVG or PNG picture.</source>
      <translation>Die Adresse eines Bildes im Format SVG oder PNG angeben.</translation>
    </message>
    <message>
      <source>Give the address of the API server itself in the kubeconfig: credentials are never sent on to another one.</source>
      <translation>In der Kubeconfig die Adresse des API-Servers selbst angeben: Zugangsdaten werden nie an einen anderen weitergegeben.</translation>
    </message>
    <message>
      <source>Give the folder a name and a place.</source>
      <translation>Dem Ordner einen Namen und einen Ort geben.</translation>
    </message>
    <message>
      <source>Give the pod a token for the Kubernetes API.</source>
      <translation>Dem Pod einen Token für die Kubernetes-API geben.</translation>
    </message>
    <message>
      <source>Give them different labels.</source>
      <translation>Ihnen verschiedene Labels geben.</translation>
    </message>
    <message>
      <source>Go On</source>
      <translation>Fortfahren</translation>
    </message>
    <message>
      <source>Go On Without</source>
      <translation>Ohne ihn fortfahren</translation>
    </message>
    <message>
      <source>Go back to the revision that was there before, after a look at what that changes</source>
      <translation>Auf die vorige Revision zurücksetzen, nach einem Blick darauf, was das ändert</translation>
    </message>
    <message>
      <source>Go on where it stopped</source>
      <translation>Fortfahren, wo es stehen blieb</translation>
    </message>
    <message>
      <source>Go on with helm for this release (deploy), or take it over from Helm (in a terminal: --from-helm).</source>
      <translation>Bleiben Sie für dieses Release bei Helm (deploy), oder übernehmen Sie es von Helm (im Terminal: --from-helm).</translation>
    </message>
    <message>
      <source>Go on with what comes, of later pods too, until Ctrl+C.</source>
      <translation>Weiter mit dem, was kommt, auch von späteren Pods, bis Strg+C.</translation>
    </message>
    <message>
      <source>Go on, and tell each change, until Ctrl+C.</source>
      <translation>Weitermachen und jede Änderung melden, bis Strg+C.</translation>
    </message>
    <message>
      <source>Go to the next problem of the list</source>
      <translation>Zum nächsten Problem der Liste gehen</translation>
    </message>
    <message>
      <source>Go to the previous problem of the list</source>
      <translation>Zum vorigen Problem der Liste gehen</translation>
    </message>
    <message>
      <source>Grace period</source>
      <translation>Schonfrist</translation>
    </message>
    <message>
      <source>Group</source>
      <translation>Gruppe</translation>
    </message>
    <message>
      <source>HTTP</source>
      <translation>HTTP</translation>
    </message>
    <message>
      <source>Have a certificate issued for an RSA or EC key.</source>
      <translation>Ein Zertifikat für einen RSA- oder EC-Schlüssel ausstellen lassen.</translation>
    </message>
    <message>
      <source>Headers</source>
      <translation>Kopfzeilen</translation>
    </message>
    <message>
      <source>Helm 3 or 4 is needed.</source>
      <translation>Es braucht Helm 3 oder 4.</translation>
    </message>
    <message>
      <source>Helm and Kubernetes find the objects of a release, and its pods, by these labels.</source>
      <translation>An diesen Labels finden Helm und Kubernetes die Objekte eines Releases und seine Pods.</translation>
    </message>
    <message>
      <source>Helm brings it</source>
      <translation>Helm bringt es</translation>
    </message>
    <message>
      <source>Helm cannot be used.</source>
      <translation>Helm kann nicht benutzt werden.</translation>
    </message>
    <message>
      <source>Helm chart archives (*.tgz)</source>
      <translation>Helm-Chart-Archive (*.tgz)</translation>
    </message>
    <message>
      <source>Helm deletes what is no longer drawn: %1.</source>
      <translation>Helm löscht, was nicht mehr gezeichnet ist: %1.</translation>
    </message>
    <message>
      <source>Helm deletes what it installed, and its history: there is no way back. Secrets that Chartwright brought stay, and so does the namespace.</source>
      <translation>Helm löscht, was es installiert hat, und den Verlauf: Es gibt keinen Weg zurück. Secrets, die Chartwright gebracht hat, bleiben, und auch der Namespace.</translation>
    </message>
    <message>
      <source>Helm did not bring all of it. Deploy again, or roll it back: Cluster › Releases.</source>
      <translation>Helm hat nicht alles gebracht. Deployen Sie noch einmal, oder setzen Sie es zurück: Cluster › Releases.</translation>
    </message>
    <message>
      <source>Helm does not install a library chart.</source>
      <translation>Helm installiert kein Bibliotheks-Chart.</translation>
    </message>
    <message>
      <source>Helm does not read the control characters DEL and U+0080 to U+009F in a value</source>
      <translation>Helm liest die Steuerzeichen DEL und U+0080 bis U+009F in einem Wert nicht</translation>
    </message>
    <message>
      <source>Helm knows applications, which can be installed, and libraries.</source>
      <translation>Helm kennt Anwendungen, die sich installieren lassen, und Bibliotheken.</translation>
    </message>
    <message>
      <source>Helm manages them: only one of the two can.</source>
      <translation>Helm verwaltet sie: Das kann nur einer von beiden.</translation>
    </message>
    <message>
      <source>Helm refuses a chart without a version by SemVer 2.</source>
      <translation>Helm lehnt ein Chart ohne Version nach SemVer 2 ab.</translation>
    </message>
    <message>
      <source>Helm refuses a maintainer without a name or with an address that is none.</source>
      <translation>Helm lehnt einen Betreuer ohne Namen oder mit ungültiger Adresse ab.</translation>
    </message>
    <message>
      <source>Helm refuses it.</source>
      <translation>Helm lehnt es ab.</translation>
    </message>
    <message>
      <source>Helm stopped there, and has noted the rollback as failed. Taking the field sets it to what revision %1 has.</source>
      <translation>Helm hat dort aufgehört und das Zurücksetzen als fehlgeschlagen vermerkt. Das Feld zu nehmen setzt es auf den Wert von Revision %1.</translation>
    </message>
    <message>
      <source>Helm's own record of the release</source>
      <translation>Helms eigene Aufzeichnung des Releases</translation>
    </message>
    <message>
      <source>Helm's release %1 has it</source>
      <translation>Das Helm-Release %1 hat es</translation>
    </message>
    <message>
      <source>Helm's release %1 has it; left as it is</source>
      <translation>Helms Release %1 hat es; es bleibt, wie es ist</translation>
    </message>
    <message>
      <source>Hexadecimal</source>
      <translation>Hexadezimal</translation>
    </message>
    <message>
      <source>Hide</source>
      <translation>Verbergen</translation>
    </message>
    <message>
      <source>Hide &amp;Value</source>
      <translation>&amp;Wert verbergen</translation>
    </message>
    <message>
      <source>History</source>
      <translation>Verlauf</translation>
    </message>
    <message>
      <source>Hold its rollout, or let it go on</source>
      <translation>Den Rollout anhalten oder weiterlaufen lassen</translation>
    </message>
    <message>
      <source>Holds the certificate and its key.</source>
      <translation>Enthält das Zertifikat und seinen Schlüssel.</translation>
    </message>
    <message>
      <source>Home page</source>
      <translation>Homepage</translation>
    </message>
    <message>
      <source>Host</source>
      <translation>Host</translation>
    </message>
    <message>
      <source>Host IPC</source>
      <translation>Host-IPC</translation>
    </message>
    <message>
      <source>Host network</source>
      <translation>Host-Netz</translation>
    </message>
    <message>
      <source>Host port</source>
      <translation>Host-Port</translation>
    </message>
    <message>
      <source>Host processes</source>
      <translation>Host-Prozesse</translation>
    </message>
    <message>
      <source>Hosts</source>
      <translation>Hosts</translation>
    </message>
    <message>
      <source>How</source>
      <translation>Wie</translation>
    </message>
    <message>
      <source>How long to wait; 300 unless said.</source>
      <translation>Wie lange gewartet wird; 300, wenn nichts gesagt ist.</translation>
    </message>
    <message>
      <source>How many pods there are to be</source>
      <translation>Wie viele Pods es sein sollen</translation>
    </message>
    <message>
      <source>I&amp;mport Variables…</source>
      <translation>&amp;Variablen einlesen …</translation>
    </message>
    <message>
      <source>Icon</source>
      <translation>Symbol</translation>
    </message>
    <message>
      <source>If no helm is at work, roll it back to revision %1, the last one that was deployed.</source>
      <translation>Wenn kein helm arbeitet, setzen Sie es auf Revision %1 zurück, die letzte, die „deployed“ war.</translation>
    </message>
    <message>
      <source>If no helm is at work, uninstall it once more.</source>
      <translation>Wenn kein helm arbeitet, deinstallieren Sie es noch einmal.</translation>
    </message>
    <message>
      <source>If no helm is at work, uninstall it: no revision was ever deployed.</source>
      <translation>Wenn kein helm arbeitet, deinstallieren Sie es: Keine Revision war je „deployed“.</translation>
    </message>
    <message>
      <source>If no other helm is at work, the last one was cut off: roll the release back, or uninstall it if that was the first.</source>
      <translation>Wenn kein anderes helm arbeitet, wurde das letzte abgebrochen: Setzen Sie das Release zurück, oder deinstallieren Sie es, wenn es das erste war.</translation>
    </message>
    <message>
      <source>Im&amp;port Manifests…</source>
      <translation>&amp;Manifeste einlesen …</translation>
    </message>
    <message>
      <source>Image</source>
      <translation>Image</translation>
    </message>
    <message>
      <source>Image %1</source>
      <translation>Image %1</translation>
    </message>
    <message>
      <source>Images</source>
      <translation>Images</translation>
    </message>
    <message>
      <source>Immutable</source>
      <translation>Unveränderlich</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>Einlesen</translation>
    </message>
    <message>
      <source>Import %1</source>
      <translation>%1 einlesen</translation>
    </message>
    <message>
      <source>Import Manifest Fo&amp;lder…</source>
      <translation>Manifeste eines Or&amp;dners einlesen …</translation>
    </message>
    <message>
      <source>Import Manifests</source>
      <translation>Manifeste einlesen</translation>
    </message>
    <message>
      <source>Import Variables</source>
      <translation>Variablen einlesen</translation>
    </message>
    <message>
      <source>Import Without Values</source>
      <translation>Ohne Werte einlesen</translation>
    </message>
    <message>
      <source>Import the Manifests of a Folder</source>
      <translation>Manifeste eines Ordners einlesen</translation>
    </message>
    <message>
      <source>Import the variables</source>
      <translation>Die Variablen einlesen</translation>
    </message>
    <message>
      <source>Import the variables into %1</source>
      <translation>Die Variablen in %1 einlesen</translation>
    </message>
    <message>
      <source>Import them again.</source>
      <translation>Lesen Sie sie noch einmal ein.</translation>
    </message>
    <message>
      <source>Imported: %1 and %2.</source>
      <translation>Eingelesen: %1 und %2.</translation>
    </message>
    <message>
      <source>Imported: %1.</source>
      <translation>Eingelesen: %1.</translation>
    </message>
    <message>
      <source>In a cluster, localhost is the pod itself, not your machine.</source>
      <translation>In einem Cluster ist localhost der Pod selbst, nicht Ihr Rechner.</translation>
    </message>
    <message>
      <source>In a row to count as failed.</source>
      <translation>So viele hintereinander, bis es als gescheitert gilt.</translation>
    </message>
    <message>
      <source>In a row to count as healthy.</source>
      <translation>So viele hintereinander, bis es als gesund gilt.</translation>
    </message>
    <message>
      <source>In dark colours.</source>
      <translation>In dunklen Farben.</translation>
    </message>
    <message>
      <source>In front of every name.</source>
      <translation>Vor jedem Namen.</translation>
    </message>
    <message>
      <source>In place of a build folder: a file of docker save or podman save, or an OCI archive, from the project's folder.</source>
      <translation>Statt eines Build-Ordners: eine Datei von docker save oder podman save, oder ein OCI-Archiv, vom Ordner des Projekts aus.</translation>
    </message>
    <message>
      <source>In place of the image's entry point.</source>
      <translation>Statt des Einstiegspunkts des Images.</translation>
    </message>
    <message>
      <source>In place of the number.</source>
      <translation>Statt der Nummer.</translation>
    </message>
    <message>
      <source>In the &amp;cluster alone, now</source>
      <translation>Nur im &amp;Cluster, jetzt</translation>
    </message>
    <message>
      <source>In the cluster</source>
      <translation>Im Cluster</translation>
    </message>
    <message>
      <source>In the cluster: %1. Drawn: %2.</source>
      <translation>Im Cluster: %1. Gezeichnet: %2.</translation>
    </message>
    <message>
      <source>In the difference, take the field, or adopt its value into the drawing.</source>
      <translation>Übernehmen Sie im Vergleich das Feld, oder zeichnen Sie seinen Wert nach.</translation>
    </message>
    <message>
      <source>In the keychain</source>
      <translation>Im Schlüsselbund</translation>
    </message>
    <message>
      <source>In the keychain, which is locked</source>
      <translation>Im Schlüsselbund, der gesperrt ist</translation>
    </message>
    <message>
      <source>In use</source>
      <translation>In Gebrauch</translation>
    </message>
    <message>
      <source>In use, by the open drawing</source>
      <translation>In Gebrauch, von der offenen Zeichnung</translation>
    </message>
    <message>
      <source>Ingress</source>
      <translation>Ingress</translation>
    </message>
    <message>
      <source>Init containers</source>
      <translation>Init-Container</translation>
    </message>
    <message>
      <source>Initial delay</source>
      <translation>Verzögerung</translation>
    </message>
    <message>
      <source>Insert a reference</source>
      <translation>Verweis einfügen</translation>
    </message>
    <message>
      <source>Insert resources from the clipboard</source>
      <translation>Ressourcen aus der Zwischenablage einfügen</translation>
    </message>
    <message>
      <source>Install %1 in the namespace %2 of %3?</source>
      <translation>%1 im Namespace %2 von %3 installieren?</translation>
    </message>
    <message>
      <source>Install Chartwright whole, or build it with its window.</source>
      <translation>Chartwright vollständig installieren oder mit seinem Fenster bauen.</translation>
    </message>
    <message>
      <source>Install Docker or Podman and see that it runs, then try again.</source>
      <translation>Docker oder Podman installieren, nachsehen, ob es läuft, und noch einmal versuchen.</translation>
    </message>
    <message>
      <source>Install Docker, or take another driver.</source>
      <translation>Docker installieren, oder einen anderen Treiber nehmen.</translation>
    </message>
    <message>
      <source>Install Helm 3 or 4 from helm.sh, or name it in the settings.</source>
      <translation>Helm 3 oder 4 von helm.sh installieren, oder es in den Einstellungen nennen.</translation>
    </message>
    <message>
      <source>Install Minikube 1.26 or later from minikube.sigs.k8s.io.</source>
      <translation>Minikube 1.26 oder neuer von minikube.sigs.k8s.io installieren.</translation>
    </message>
    <message>
      <source>Install Minikube from minikube.sigs.k8s.io, or name it in the settings.</source>
      <translation>Minikube von minikube.sigs.k8s.io installieren, oder es in den Einstellungen nennen.</translation>
    </message>
    <message>
      <source>Install Minikube from minikube.sigs.k8s.io.</source>
      <translation>Minikube von minikube.sigs.k8s.io installieren.</translation>
    </message>
    <message>
      <source>Install OpenSSL 3.</source>
      <translation>OpenSSL 3 installieren.</translation>
    </message>
    <message>
      <source>Install Podman, or take another driver.</source>
      <translation>Podman installieren, oder einen anderen Treiber nehmen.</translation>
    </message>
    <message>
      <source>Install QEMU, or take another driver.</source>
      <translation>QEMU installieren, oder einen anderen Treiber nehmen.</translation>
    </message>
    <message>
      <source>Install conntrack, or take another driver.</source>
      <translation>conntrack installieren, oder einen anderen Treiber nehmen.</translation>
    </message>
    <message>
      <source>Install gke-gcloud-auth-plugin and run: gcloud container clusters get-credentials NAME</source>
      <translation>gke-gcloud-auth-plugin installieren und ausführen: gcloud container clusters get-credentials NAME</translation>
    </message>
    <message>
      <source>Install it, or take another driver.</source>
      <translation>Es installieren, oder einen anderen Treiber nehmen.</translation>
    </message>
    <message>
      <source>Install it, so that it is found in PATH.</source>
      <translation>Installieren Sie es so, dass es im PATH gefunden wird.</translation>
    </message>
    <message>
      <source>Install kubelogin and run: kubelogin convert-kubeconfig</source>
      <translation>kubelogin installieren und ausführen: kubelogin convert-kubeconfig</translation>
    </message>
    <message>
      <source>Install one, such as gnome-keyring or KeePassXC, or keep the values for this session only.</source>
      <translation>Installieren Sie einen, etwa gnome-keyring oder KeePassXC, oder behalten Sie die Werte nur für diese Sitzung.</translation>
    </message>
    <message>
      <source>Install the newer version to open it.</source>
      <translation>Zum Öffnen die neuere Version installieren.</translation>
    </message>
    <message>
      <source>Install what brings this kind first, or take the object out.</source>
      <translation>Installieren Sie zuerst, was diese Art mitbringt, oder nehmen Sie das Objekt heraus.</translation>
    </message>
    <message>
      <source>Install what serves that class, or name one that is there.</source>
      <translation>Installieren, was diese Klasse bedient, oder eine nennen, die da ist.</translation>
    </message>
    <message>
      <source>Installs a drawing as a release of Helm, or upgrades it.</source>
      <translation>Installiert eine Zeichnung als Release von Helm, oder aktualisiert es.</translation>
    </message>
    <message>
      <source>Installs the chart</source>
      <translation>Installiert das Chart</translation>
    </message>
    <message>
      <source>Is the cluster running, and this computer connected to its network? A VPN or a proxy may be in the way.</source>
      <translation>Läuft der Cluster, und ist dieser Rechner mit seinem Netz verbunden? Ein VPN oder ein Proxy kann im Weg sein.</translation>
    </message>
    <message>
      <source>It answers at %1</source>
      <translation>Es antwortet unter %1</translation>
    </message>
    <message>
      <source>It answers at %1, after %2 seconds.</source>
      <translation>Es antwortet unter %1, nach %2 Sekunden.</translation>
    </message>
    <message>
      <source>It answers through a forwarded port, at %1 while this runs: %2</source>
      <translation>Es antwortet durch einen weitergeleiteten Port, unter %1, solange dieser Befehl läuft: %2</translation>
    </message>
    <message>
      <source>It answers through a tunnel, at the address that this prints: %1</source>
      <translation>Es antwortet durch einen Tunnel, unter der Adresse, die dieser Befehl nennt: %1</translation>
    </message>
    <message>
      <source>It answers, but the name %1 does not lead there from here. Add this line to the hosts file, or empty the Ingress's host: %2</source>
      <translation>Es antwortet, aber der Name %1 führt von hier nicht dorthin. Diese Zeile in die Datei hosts schreiben, oder den Host des Ingress leeren: %2</translation>
    </message>
    <message>
      <source>It becomes a label of every object.</source>
      <translation>Sie wird ein Label jedes Objekts.</translation>
    </message>
    <message>
      <source>It becomes revision %1. Values of Secrets that Chartwright brought stay as they are.</source>
      <translation>Es wird zu Revision %1. Werte von Secrets, die Chartwright gebracht hat, bleiben, wie sie sind.</translation>
    </message>
    <message>
      <source>It can be deployed, but it will not work as it stands.</source>
      <translation>Deployen lässt sie sich, aber so, wie sie ist, wird sie nicht laufen.</translation>
    </message>
    <message>
      <source>It cannot be brought back.</source>
      <translation>Das lässt sich nicht zurückholen.</translation>
    </message>
    <message>
      <source>It crashes with exit code %1</source>
      <translation>Er stürzt mit Exit-Code %1 ab</translation>
    </message>
    <message>
      <source>It crashes with exit code %1. Its last words: %2</source>
      <translation>Er stürzt mit Exit-Code %1 ab. Seine letzten Worte: %2</translation>
    </message>
    <message>
      <source>It ended with %1.</source>
      <translation>Es endete mit %1.</translation>
    </message>
    <message>
      <source>It ended with exit code %1.</source>
      <translation>Er endete mit dem Exit-Code %1.</translation>
    </message>
    <message>
      <source>It ends by itself, and is started again and again</source>
      <translation>Er endet von selbst und wird immer wieder gestartet</translation>
    </message>
    <message>
      <source>It ends in a newline, which most programs take for a part of it.</source>
      <translation>Er endet mit einem Zeilenumbruch, den die meisten Programme für einen Teil von ihm halten.</translation>
    </message>
    <message>
      <source>It gets no more corrections, not of security holes either. Minikube's addon still is this controller.</source>
      <translation>Er bekommt keine Korrekturen mehr, auch nicht für Sicherheitslücken. Das Addon von Minikube ist noch dieser Controller.</translation>
    </message>
    <message>
      <source>It has to hold the token and nothing else.</source>
      <translation>Sie darf nur das Token enthalten und sonst nichts.</translation>
    </message>
    <message>
      <source>It has to speak TLS 1.2 or later: an administrator of the cluster can set that. Check the address, too.</source>
      <translation>Er muss TLS 1.2 oder neuer sprechen: Ein Administrator des Clusters kann das einstellen. Auch die Adresse prüfen.</translation>
    </message>
    <message>
      <source>It has: %1</source>
      <translation>Er hat: %1</translation>
    </message>
    <message>
      <source>It holds %1. Name the image like one of them, or save it alone.</source>
      <translation>Es enthält %1. Das Image wie eines davon nennen, oder es allein speichern.</translation>
    </message>
    <message>
      <source>It holds no variables.</source>
      <translation>Sie enthält keine Variablen.</translation>
    </message>
    <message>
      <source>It is %1 or %2.</source>
      <translation>Sie ist %1 oder %2.</translation>
    </message>
    <message>
      <source>It is Never, IfAvailable or Always.</source>
      <translation>Möglich sind Never, IfAvailable und Always.</translation>
    </message>
    <message>
      <source>It is as drawn: only Secrets are brought, and no revision is made.</source>
      <translation>Es ist wie gezeichnet: Nur Secrets werden gebracht, und keine Revision entsteht.</translation>
    </message>
    <message>
      <source>It is enabled</source>
      <translation>Es ist eingeschaltet</translation>
    </message>
    <message>
      <source>It is enabled already</source>
      <translation>Es ist schon eingeschaltet</translation>
    </message>
    <message>
      <source>It is for %1: use one of these in the kubeconfig, as the address or as tls-server-name.</source>
      <translation>Es gilt für %1: eines davon in der Kubeconfig verwenden, als Adresse oder als tls-server-name.</translation>
    </message>
    <message>
      <source>It is left out of the chart's manifests until the type is another.</source>
      <translation>Er bleibt aus den Manifesten des Charts, bis der Typ ein anderer ist.</translation>
    </message>
    <message>
      <source>It is left over, or a wire is missing.</source>
      <translation>Es ist übrig, oder eine Verbindung fehlt.</translation>
    </message>
    <message>
      <source>It is named by the user %1 in %2. Allow it only if you know where this kubeconfig comes from: the program may do whatever you may.</source>
      <translation>Der Benutzer %1 in %2 nennt es. Erlauben Sie es nur, wenn Sie wissen, woher diese kubeconfig kommt: Das Programm darf alles, was Sie dürfen.</translation>
    </message>
    <message>
      <source>It is no part of the release</source>
      <translation>Es gehört nicht zum Release</translation>
    </message>
    <message>
      <source>It is no release of the open drawing.</source>
      <translation>Es ist kein Release der offenen Zeichnung.</translation>
    </message>
    <message>
      <source>It is not there yet. Applying can make it.</source>
      <translation>Er ist noch nicht da. Anwenden kann ihn anlegen.</translation>
    </message>
    <message>
      <source>It is read as a file too, or a Release overrides it: take that volume or override away, and it can be moved by a click.</source>
      <translation>Es wird auch als Datei gelesen, oder ein Release überschreibt es: ohne dieses Volume oder diese Überschreibung geht das Verschieben mit einem Klick.</translation>
    </message>
    <message>
      <source>It is ready, but does not answer from here: %1</source>
      <translation>Es ist bereit, antwortet aber von hier nicht: %1</translation>
    </message>
    <message>
      <source>It is ready. It has neither an Ingress nor a Service to open.</source>
      <translation>Es ist bereit. Es hat weder einen Ingress noch einen Service zum Öffnen.</translation>
    </message>
    <message>
      <source>It is started again after %1.</source>
      <translation>Er wird nach %1 neu gestartet.</translation>
    </message>
    <message>
      <source>It is taken out of the keychain, also for copies of this project's folder. This cannot be undone.</source>
      <translation>Er wird aus dem Schlüsselbund entfernt, auch für Kopien des Projektordners. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
      <source>It is there already</source>
      <translation>Es ist schon da</translation>
    </message>
    <message>
      <source>It looks like http://proxy.example.com:3128.</source>
      <translation>Sie sieht aus wie http://proxy.example.com:3128.</translation>
    </message>
    <message>
      <source>It looks like https://192.168.49.2:8443.</source>
      <translation>Sie sieht aus wie https://192.168.49.2:8443.</translation>
    </message>
    <message>
      <source>It names no host at all. Ask for a new certificate with the address as a subject alternative name.</source>
      <translation>Es nennt gar keinen Host. Um ein neues Zertifikat mit der Adresse als Subject Alternative Name bitten.</translation>
    </message>
    <message>
      <source>It runs</source>
      <translation>Es läuft</translation>
    </message>
    <message>
      <source>It runs already</source>
      <translation>Es läuft schon</translation>
    </message>
    <message>
      <source>It stopped at %1: %2.</source>
      <translation>Es endete bei %1: %2.</translation>
    </message>
    <message>
      <source>It was ended because it took more memory than its limit.</source>
      <translation>Er wurde beendet, weil er mehr Speicher brauchte, als sein Limit erlaubt.</translation>
    </message>
    <message>
      <source>It was killed before it began: its memory limit is too low</source>
      <translation>Er wurde beendet, bevor er anfing: Sein Speicherlimit ist zu niedrig</translation>
    </message>
    <message>
      <source>It was killed for using more memory than its limit of %1</source>
      <translation>Er wurde beendet, weil er mehr Speicher brauchte als seine Grenze von %1</translation>
    </message>
    <message>
      <source>It was killed for using more memory than there is</source>
      <translation>Er wurde beendet, weil er mehr Speicher brauchte, als da ist</translation>
    </message>
    <message>
      <source>It was run as root once. To get the folder back: sudo chown -R $USER $HOME/.minikube</source>
      <translation>Es wurde einmal als root ausgeführt. Um den Ordner zurückzubekommen: sudo chown -R $USER $HOME/.minikube</translation>
    </message>
    <message>
      <source>It will set it again: draw the value that it has, or take the field until then.</source>
      <translation>Er wird es wieder setzen: Zeichnen Sie den Wert, den es hat, oder nehmen Sie das Feld bis dahin.</translation>
    </message>
    <message>
      <source>It would run:
%1</source>
      <translation>Ausgeführt würde:
%1</translation>
    </message>
    <message>
      <source>Its PersistentVolumeClaim is bound to no volume</source>
      <translation>Sein PersistentVolumeClaim ist an kein Volume gebunden</translation>
    </message>
    <message>
      <source>Its command is not in the image</source>
      <translation>Sein Befehl ist nicht im Image</translation>
    </message>
    <message>
      <source>Its command may not be run</source>
      <translation>Sein Befehl darf nicht ausgeführt werden</translation>
    </message>
    <message>
      <source>Its digest pins it: the cluster pulls it, unless it has it</source>
      <translation>Sein Digest legt es fest: Der Cluster holt es, wenn er es nicht hat</translation>
    </message>
    <message>
      <source>Its drawing is replaced with yours.</source>
      <translation>Seine Zeichnung wird durch diese ersetzt.</translation>
    </message>
    <message>
      <source>Its field, such as spec.replicas.</source>
      <translation>Sein Feld, etwa spec.replicas.</translation>
    </message>
    <message>
      <source>Its image runs as root, or as a user without a number, and “Run as non-root” is set</source>
      <translation>Sein Image läuft als root oder als Benutzer ohne Nummer, und „Nicht als root“ ist gesetzt</translation>
    </message>
    <message>
      <source>Its kind changes with this apply; it can be tried only then</source>
      <translation>Seine Art ändert sich mit diesem Anwenden; erst dann kann es versucht werden</translation>
    </message>
    <message>
      <source>Its kind comes with this apply; it can be tried only then</source>
      <translation>Seine Art kommt mit diesem Anwenden; erst dann kann es versucht werden</translation>
    </message>
    <message>
      <source>Its liveness probe</source>
      <translation>Seine Liveness-Probe</translation>
    </message>
    <message>
      <source>Its login runs a program that you have not allowed yet. Ask Again shows which.</source>
      <translation>Die Anmeldung führt ein Programm aus, das Sie noch nicht erlaubt haben. Erneut fragen zeigt, welches.</translation>
    </message>
    <message>
      <source>Its name, from the build folder.</source>
      <translation>Sein Name, vom Build-Ordner aus.</translation>
    </message>
    <message>
      <source>Its namespace comes with this apply; it can be tried only then</source>
      <translation>Sein Namespace kommt mit diesem Anwenden; erst dann kann es versucht werden</translation>
    </message>
    <message>
      <source>Its node had no room left: %1</source>
      <translation>Sein Node hatte keinen Platz mehr: %1</translation>
    </message>
    <message>
      <source>Its readiness probe</source>
      <translation>Seine Readiness-Probe</translation>
    </message>
    <message>
      <source>Its startup probe</source>
      <translation>Seine Startup-Probe</translation>
    </message>
    <message>
      <source>Join its group: sudo usermod -aG docker $USER, and log in again.</source>
      <translation>In seine Gruppe eintreten: sudo usermod -aG docker $USER, und sich neu anmelden.</translation>
    </message>
    <message>
      <source>Join its group: sudo usermod -aG libvirt $USER, and log in again. Or take another driver.</source>
      <translation>In seine Gruppe eintreten: sudo usermod -aG libvirt $USER, und sich neu anmelden. Oder einen anderen Treiber nehmen.</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Behalten</translation>
    </message>
    <message numerus="yes">
      <source>Keep %n value(s) in the keychain?</source>
      <translation>
        <numerusform>%n Wert im Schlüsselbund verwahren?</numerusform>
        <numerusform>%n Werte im Schlüsselbund verwahren?</numerusform>
      </translation>
    </message>
    <message>
      <source>Keep Mine</source>
      <translation>Meine behalten</translation>
    </message>
    <message>
      <source>Keep for &amp;This Session Only</source>
      <translation>&amp;Nur für diese Sitzung behalten</translation>
    </message>
    <message>
      <source>Keep one of the two resources of the kind Chart.</source>
      <translation>Eine der beiden Ressourcen der Art Chart behalten.</translation>
    </message>
    <message>
      <source>Keep one of the two.</source>
      <translation>Eines der beiden behalten.</translation>
    </message>
    <message>
      <source>Keep one of them.</source>
      <translation>Eines davon behalten.</translation>
    </message>
    <message>
      <source>Keep the lines that are right, and remove those that begin with &lt;&lt;&lt;&lt;&lt;&lt;&lt;, ======= and &gt;&gt;&gt;&gt;&gt;&gt;&gt;.</source>
      <translation>Die richtigen Zeilen behalten und die entfernen, die mit &lt;&lt;&lt;&lt;&lt;&lt;&lt;, ======= und &gt;&gt;&gt;&gt;&gt;&gt;&gt; beginnen.</translation>
    </message>
    <message>
      <source>Keeps the values of Secrets in the keychain.</source>
      <translation>Verwahrt die Werte von Secrets im Schlüsselbund.</translation>
    </message>
    <message>
      <source>Kept as they are: %1.</source>
      <translation>Unverändert gelassen: %1.</translation>
    </message>
    <message>
      <source>Kept free for each pod.</source>
      <translation>Wird für jeden Pod freigehalten.</translation>
    </message>
    <message>
      <source>Kept with the drawing, for those who read it later</source>
      <translation>Steht bei der Zeichnung für alle, die sie später lesen</translation>
    </message>
    <message>
      <source>Key</source>
      <translation>Schlüssel</translation>
    </message>
    <message>
      <source>Key in values.yaml, such as backend.replicas</source>
      <translation>Schlüssel in values.yaml, etwa backend.replicas</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>Schlüssel</translation>
    </message>
    <message>
      <source>Keys and Mouse</source>
      <translation>Tasten und Maus</translation>
    </message>
    <message>
      <source>Keys and their values, as plain text.</source>
      <translation>Schlüssel und ihre Werte als einfacher Text.</translation>
    </message>
    <message>
      <source>Keywords</source>
      <translation>Schlagwörter</translation>
    </message>
    <message>
      <source>Killed above it.</source>
      <translation>Darüber wird er beendet.</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Art</translation>
    </message>
    <message>
      <source>Kinds of resources</source>
      <translation>Arten von Ressourcen</translation>
    </message>
    <message>
      <source>Kubernetes did not start in Minikube</source>
      <translation>Kubernetes ist in Minikube nicht gestartet</translation>
    </message>
    <message>
      <source>Kubernetes needs two: give it two or fewer than there are.</source>
      <translation>Kubernetes braucht zwei: ihm zwei geben, oder weniger, als es gibt.</translation>
    </message>
    <message>
      <source>Labels</source>
      <translation>Labels</translation>
    </message>
    <message>
      <source>Labels of the pods that it sends to. Derived while it is wired.</source>
      <translation>Labels der Pods, an die er sendet. Abgeleitet, solange er verbunden ist.</translation>
    </message>
    <message>
      <source>Labels that tell its pods. Derived from the name; cannot change once installed.</source>
      <translation>Labels, an denen es seine Pods erkennt. Vom Namen abgeleitet; nach der Installation nicht änderbar.</translation>
    </message>
    <message>
      <source>Labels that the node has to have.</source>
      <translation>Labels, die der Knoten haben muss.</translation>
    </message>
    <message>
      <source>Last change</source>
      <translation>Letzte Änderung</translation>
    </message>
    <message>
      <source>Lay the drawing out anew</source>
      <translation>Die Zeichnung neu anordnen</translation>
    </message>
    <message>
      <source>Leave Chartwright</source>
      <translation>Chartwright verlassen</translation>
    </message>
    <message>
      <source>Leave Secrets out.</source>
      <translation>Secrets auslassen.</translation>
    </message>
    <message>
      <source>Leave it out: a Secret's values are not part of the drawing.</source>
      <translation>Weglassen: die Werte eines Secrets gehören nicht zur Zeichnung.</translation>
    </message>
    <message>
      <source>Leave out the step that failed</source>
      <translation>Den gescheiterten Schritt auslassen</translation>
    </message>
    <message>
      <source>Leave the Secrets of the cluster as they are.</source>
      <translation>Die Secrets des Clusters lassen, wie sie sind.</translation>
    </message>
    <message>
      <source>Leave the host port out, or switch the host network off.</source>
      <translation>Den Host-Port weglassen, oder das Host-Netz ausschalten.</translation>
    </message>
    <message>
      <source>Leave the namespace of %1 to the release</source>
      <translation>Den Namespace von %1 dem Release überlassen</translation>
    </message>
    <message>
      <source>Leave the user to the image</source>
      <translation>Den Benutzer dem Image überlassen</translation>
    </message>
    <message>
      <source>Left as they are: %1</source>
      <translation>So gelassen, wie sie sind: %1</translation>
    </message>
    <message>
      <source>Left behind, as the chart has it: %1.</source>
      <translation>Zurück bleibt, wie das Chart es will: %1.</translation>
    </message>
    <message>
      <source>Let the cluster choose</source>
      <translation>Den Cluster wählen lassen</translation>
    </message>
    <message>
      <source>Let the cluster choose.</source>
      <translation>Den Cluster wählen lassen.</translation>
    </message>
    <message>
      <source>Let the plugin's tool write the kubeconfig anew.</source>
      <translation>Die kubeconfig vom Werkzeug des Plugins neu schreiben lassen.</translation>
    </message>
    <message>
      <source>Let the tool of your cluster write the kubeconfig anew.</source>
      <translation>Die kubeconfig vom Werkzeug Ihres Clusters neu schreiben lassen.</translation>
    </message>
    <message>
      <source>Letters and digits</source>
      <translation>Buchstaben und Ziffern</translation>
    </message>
    <message>
      <source>Letters and digits, starting with a letter, such as backend or backend.service</source>
      <translation>Buchstaben und Ziffern, mit einem Buchstaben am Anfang, etwa backend oder backend.service</translation>
    </message>
    <message>
      <source>Letters, digits and '_', not starting with a digit</source>
      <translation>Buchstaben, Ziffern und '_', keine Ziffer am Anfang</translation>
    </message>
    <message>
      <source>Letters, digits, '-', '_' and '.', at most 253</source>
      <translation>Buchstaben, Ziffern, '-', '_' und '.', höchstens 253</translation>
    </message>
    <message>
      <source>Letters, digits, '-', '_' and '.', at most 63</source>
      <translation>Buchstaben, Ziffern, '-', '_' und '.', höchstens 63</translation>
    </message>
    <message>
      <source>Letters, digits, '_', '.' and '-', at most 128, not starting with '.' or '-'</source>
      <translation>Buchstaben, Ziffern, '_', '.' und '-', höchstens 128, nicht '.' oder '-' am Anfang</translation>
    </message>
    <message>
      <source>Lifecycle hooks</source>
      <translation>Lebenszyklus-Hooks</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Hell</translation>
    </message>
    <message>
      <source>Limits that the drawing is checked against.</source>
      <translation>Grenzen, gegen die die Zeichnung geprüft wird.</translation>
    </message>
    <message>
      <source>Line %1: %2</source>
      <translation>Zeile %1: %2</translation>
    </message>
    <message>
      <source>Line %1: %2.</source>
      <translation>Zeile %1: %2.</translation>
    </message>
    <message>
      <source>Lines</source>
      <translation>Zeilen</translation>
    </message>
    <message>
      <source>Lists what is wrong with a drawing.</source>
      <translation>Listet auf, was an einer Zeichnung falsch ist.</translation>
    </message>
    <message>
      <source>Live</source>
      <translation>Live</translation>
    </message>
    <message>
      <source>Live: %1</source>
      <translation>Live: %1</translation>
    </message>
    <message>
      <source>Liveness probe</source>
      <translation>Liveness-Prüfung</translation>
    </message>
    <message>
      <source>Load the image into the cluster, or let it be pulled.</source>
      <translation>Das Image in den Cluster laden, oder es holen lassen.</translation>
    </message>
    <message>
      <source>Loaded</source>
      <translation>Geladen</translation>
    </message>
    <message>
      <source>Loading %1 from %2</source>
      <translation>%1 werden aus %2 geladen</translation>
    </message>
    <message>
      <source>Loading from %1</source>
      <translation>Wird aus %1 geladen</translation>
    </message>
    <message>
      <source>Local keeps the client's address; for NodePort and LoadBalancer.</source>
      <translation>Local behält die Adresse des Aufrufers; für NodePort und LoadBalancer.</translation>
    </message>
    <message>
      <source>Log in anew (a token or certificate of the kubeconfig may have expired).</source>
      <translation>Neu anmelden (ein Token oder Zertifikat der Kubeconfig kann abgelaufen sein).</translation>
    </message>
    <message>
      <source>Log in anew.</source>
      <translation>Neu anmelden.</translation>
    </message>
    <message>
      <source>Log in to a desktop session, or keep the values for this session only.</source>
      <translation>Melden Sie sich an einer Desktop-Sitzung an, oder behalten Sie die Werte nur für diese Sitzung.</translation>
    </message>
    <message>
      <source>Log in with it in a terminal first, then set “interactiveMode” to IfAvailable.</source>
      <translation>Erst in einem Terminal damit anmelden, dann „interactiveMode“ auf IfAvailable setzen.</translation>
    </message>
    <message>
      <source>Log of %1:</source>
      <translation>Log von %1:</translation>
    </message>
    <message>
      <source>Login refused</source>
      <translation>Anmeldung abgelehnt</translation>
    </message>
    <message>
      <source>Logs of %1</source>
      <translation>Logs von %1</translation>
    </message>
    <message>
      <source>Logs that ended: %1.</source>
      <translation>Beendete Logs: %1.</translation>
    </message>
    <message>
      <source>Look at its log, and at its variables.</source>
      <translation>Sehen Sie in sein Log und nach seinen Variablen.</translation>
    </message>
    <message>
      <source>Look at its node selector, affinity and tolerations.</source>
      <translation>Sehen Sie nach Node-Selektor, Affinität und Tolerations.</translation>
    </message>
    <message>
      <source>Look for a default StorageClass in the cluster.</source>
      <translation>Sehen Sie nach, ob der Cluster eine Standard-StorageClass hat.</translation>
    </message>
    <message>
      <source>Look whether $KUBECONFIG, or ~/.kube/config, belongs to you and can be written.</source>
      <translation>Nachsehen, ob $KUBECONFIG oder ~/.kube/config Ihnen gehört und beschrieben werden kann.</translation>
    </message>
    <message>
      <source>Look whether the cluster answers, and try again.</source>
      <translation>Sehen Sie nach, ob der Cluster antwortet, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
      <source>Look whether you are online. Behind a proxy set HTTPS_PROXY, and NO_PROXY to Minikube's addresses.</source>
      <translation>Nachsehen, ob Sie online sind. Hinter einem Proxy HTTPS_PROXY setzen, und NO_PROXY auf die Adressen von Minikube.</translation>
    </message>
    <message>
      <source>Look which releases there are, and in which namespace.</source>
      <translation>Sehen Sie nach, welche Releases es gibt und in welchem Namespace.</translation>
    </message>
    <message>
      <source>Looking at the cluster</source>
      <translation>Der Cluster wird angesehen</translation>
    </message>
    <message>
      <source>Looking for Helm</source>
      <translation>Helm wird gesucht</translation>
    </message>
    <message>
      <source>Looking for Minikube</source>
      <translation>Minikube wird gesucht</translation>
    </message>
    <message>
      <source>Looking for it</source>
      <translation>Wird gesucht</translation>
    </message>
    <message>
      <source>Looking for the address</source>
      <translation>Die Adresse wird gesucht</translation>
    </message>
    <message>
      <source>Looking whether it is enabled</source>
      <translation>Wird nachgesehen, ob es eingeschaltet ist</translation>
    </message>
    <message>
      <source>Looking whether it runs</source>
      <translation>Wird nachgesehen, ob es läuft</translation>
    </message>
    <message>
      <source>Looking…</source>
      <translation>Wird nachgesehen …</translation>
    </message>
    <message>
      <source>Lower the request to %1</source>
      <translation>Den Bedarf auf %1 senken</translation>
    </message>
    <message>
      <source>Lower-case letters, digits and '-', at most 63</source>
      <translation>Kleinbuchstaben, Ziffern und '-', höchstens 63</translation>
    </message>
    <message>
      <source>Lower-case letters, digits and single '-', at least one letter, at most 15</source>
      <translation>Kleinbuchstaben, Ziffern und einzelne '-', mindestens ein Buchstabe, höchstens 15</translation>
    </message>
    <message>
      <source>Lower-case letters, digits, '-' and '.', at most 253</source>
      <translation>Kleinbuchstaben, Ziffern, '-' und '.', höchstens 253</translation>
    </message>
    <message>
      <source>Main</source>
      <translation>Allgemein</translation>
    </message>
    <message>
      <source>Maintainers</source>
      <translation>Betreuer</translation>
    </message>
    <message>
      <source>Make %1 a TLS Secret</source>
      <translation>%1 zu einem TLS-Secret machen</translation>
    </message>
    <message>
      <source>Make a key without one for this purpose.</source>
      <translation>Erzeugen Sie für diesen Zweck einen Schlüssel ohne Passphrase.</translation>
    </message>
    <message>
      <source>Make it a Secret for a certificate</source>
      <translation>Zu einem Secret für ein Zertifikat machen</translation>
    </message>
    <message>
      <source>Make it a key of a Secret, whose value the keychain keeps.</source>
      <translation>Machen Sie ihn zum Schlüssel eines Secrets, dessen Wert der Schlüsselbund verwahrt.</translation>
    </message>
    <message>
      <source>Make it again what it was then, as a new revision</source>
      <translation>Wieder so machen, wie es damals war, als neue Revision</translation>
    </message>
    <message>
      <source>Make it an application</source>
      <translation>Zu einer Anwendung machen</translation>
    </message>
    <message>
      <source>Make it an application, or remove the resources.</source>
      <translation>Zu einer Anwendung machen oder die Ressourcen entfernen.</translation>
    </message>
    <message>
      <source>Make it an application.</source>
      <translation>Zu einer Anwendung machen.</translation>
    </message>
    <message>
      <source>Make it anew, with docker save or podman save.</source>
      <translation>Es neu machen, mit docker save oder podman save.</translation>
    </message>
    <message>
      <source>Make it anew: minikube delete, which deletes all that runs in it, and try again.</source>
      <translation>Neu anlegen: minikube delete, das alles löscht, was darin läuft, und noch einmal versuchen.</translation>
    </message>
    <message>
      <source>Make it in this namespace, or leave the account to the default.</source>
      <translation>Es in diesem Namespace anlegen, oder das Konto der Vorgabe überlassen.</translation>
    </message>
    <message>
      <source>Make it read-only, with an empty folder at /tmp</source>
      <translation>Nur lesbar machen, mit einem leeren Ordner unter /tmp</translation>
    </message>
    <message>
      <source>Make it smaller: a cluster takes about 1 MiB for an object.</source>
      <translation>Es kleiner machen: ein Cluster nimmt etwa 1 MiB für ein Objekt.</translation>
    </message>
    <message>
      <source>Make it with --create-namespace, or name another one.</source>
      <translation>Legen Sie ihn mit --create-namespace an, oder nennen Sie einen anderen.</translation>
    </message>
    <message>
      <source>Make it with docker save or podman save.</source>
      <translation>Sie mit docker save oder podman save machen.</translation>
    </message>
    <message>
      <source>Make room for temporary files.</source>
      <translation>Platz für temporäre Dateien schaffen.</translation>
    </message>
    <message>
      <source>Make room, as with "docker system prune", and try again.</source>
      <translation>Platz schaffen, etwa mit „docker system prune“, und noch einmal versuchen.</translation>
    </message>
    <message>
      <source>Make room, as with "sudo podman system prune", and try again.</source>
      <translation>Platz schaffen, etwa mit „sudo podman system prune“, und noch einmal versuchen.</translation>
    </message>
    <message>
      <source>Make the Secret in the cluster instead: kubectl create secret generic %1 --from-env-file=.env</source>
      <translation>Das Secret stattdessen im Cluster anlegen: kubectl create secret generic %1 --from-env-file=.env</translation>
    </message>
    <message>
      <source>Make the claim in this namespace, or use another volume.</source>
      <translation>Den Claim in diesem Namespace anlegen, oder ein anderes Volume nehmen.</translation>
    </message>
    <message>
      <source>Make the file executable in the image.</source>
      <translation>Die Datei im Image ausführbar machen.</translation>
    </message>
    <message>
      <source>Make the liveness probe check less, or wait longer.</source>
      <translation>Die Liveness-Prüfung weniger prüfen oder länger warten lassen.</translation>
    </message>
    <message>
      <source>Make the namespace %1, which is not there</source>
      <translation>Den Namespace %1 anlegen, den es nicht gibt</translation>
    </message>
    <message>
      <source>Make the namespace first (--create-namespace in a terminal), or choose another one.</source>
      <translation>Legen Sie zuerst den Namespace an (im Terminal mit --create-namespace), oder wählen Sie einen anderen.</translation>
    </message>
    <message>
      <source>Make the namespace, if it is not there.</source>
      <translation>Den Namespace anlegen, wenn er nicht da ist.</translation>
    </message>
    <message>
      <source>Make the progress deadline longer than the time that a pod has to be ready.</source>
      <translation>Die Fortschrittsfrist länger machen als die Zeit, die ein Pod bereit sein muss.</translation>
    </message>
    <message>
      <source>Make the root of %1 read-only</source>
      <translation>Die Wurzel von %1 nur lesbar machen</translation>
    </message>
    <message>
      <source>Make the root read-only, with an empty folder at /tmp. Whatever else the image writes to needs a volume there.</source>
      <translation>Die Wurzel nur lesbar machen, mit einem leeren Ordner unter /tmp. Wohin das Image sonst noch schreibt, dort braucht es ein Volume.</translation>
    </message>
    <message>
      <source>Makes a project from a starter.</source>
      <translation>Legt ein Projekt aus einem Starter an.</translation>
    </message>
    <message>
      <source>Manifest</source>
      <translation>Manifest</translation>
    </message>
    <message>
      <source>Manifests</source>
      <translation>Manifeste</translation>
    </message>
    <message>
      <source>Manifests (*.yaml *.yml *.json)</source>
      <translation>Manifeste (*.yaml *.yml *.json)</translation>
    </message>
    <message>
      <source>Max surge</source>
      <translation>Höchstens zusätzlich</translation>
    </message>
    <message>
      <source>Max unavailable</source>
      <translation>Höchstens fehlend</translation>
    </message>
    <message>
      <source>Meanings</source>
      <translation>Bedeutungen</translation>
    </message>
    <message>
      <source>Medium</source>
      <translation>Medium</translation>
    </message>
    <message>
      <source>Memory is not counted in %1</source>
      <translation>Speicher wird nicht in %1 gezählt</translation>
    </message>
    <message>
      <source>Memory limit</source>
      <translation>Speichergrenze</translation>
    </message>
    <message>
      <source>Memory limit %1 of %2 is above the profile's %3</source>
      <translation>Die Speichergrenze %1 von %2 liegt über den %3 des Profils</translation>
    </message>
    <message>
      <source>Memory of a profile that is made, in MB; without it what is drawn needs.</source>
      <translation>Speicher eines Profils, das angelegt wird, in MB; ohne die Angabe, was das Gezeichnete braucht.</translation>
    </message>
    <message>
      <source>Memory request</source>
      <translation>Speicherbedarf</translation>
    </message>
    <message>
      <source>Memory request %1 is above the limit %2</source>
      <translation>Der Speicherbedarf %1 liegt über der Grenze %2</translation>
    </message>
    <message>
      <source>Memory request %1 of %2 is below the profile's %3</source>
      <translation>Der Speicherbedarf %1 von %2 liegt unter den %3 des Profils</translation>
    </message>
    <message>
      <source>Mend this first; nothing was written.</source>
      <translation>Zuerst dies beheben; es wurde nichts geschrieben.</translation>
    </message>
    <message>
      <source>Message</source>
      <translation>Meldung</translation>
    </message>
    <message>
      <source>Middle drag, or Space and drag</source>
      <translation>Mit der mittleren Taste ziehen, oder Leertaste und Ziehen</translation>
    </message>
    <message>
      <source>Min ready</source>
      <translation>Mindestens bereit</translation>
    </message>
    <message>
      <source>Minikube</source>
      <translation>Minikube</translation>
    </message>
    <message>
      <source>Minikube %1</source>
      <translation>Minikube %1</translation>
    </message>
    <message>
      <source>Minikube 1.26 or later is needed.</source>
      <translation>Minikube 1.26 oder neuer wird gebraucht.</translation>
    </message>
    <message>
      <source>Minikube cannot tell how its machine does</source>
      <translation>Minikube kann nicht sagen, wie es um seine Maschine steht</translation>
    </message>
    <message>
      <source>Minikube cannot write the kubeconfig</source>
      <translation>Minikube kann die kubeconfig nicht schreiben</translation>
    </message>
    <message>
      <source>Minikube cannot write to its folder</source>
      <translation>Minikube kann nicht in seinen Ordner schreiben</translation>
    </message>
    <message>
      <source>Minikube could not build the image</source>
      <translation>Minikube konnte das Image nicht bauen</translation>
    </message>
    <message>
      <source>Minikube could not download what it needs</source>
      <translation>Minikube konnte nicht herunterladen, was es braucht</translation>
    </message>
    <message>
      <source>Minikube could not handle its images</source>
      <translation>Minikube kam mit seinen Images nicht zurecht</translation>
    </message>
    <message>
      <source>Minikube found no driver to run with</source>
      <translation>Minikube hat keinen Treiber gefunden, mit dem es läuft</translation>
    </message>
    <message>
      <source>Minikube took the image, but does not list it</source>
      <translation>Minikube hat das Image genommen, führt es aber nicht auf</translation>
    </message>
    <message>
      <source>Minikube was given less memory than Kubernetes needs</source>
      <translation>Minikube hat weniger Speicher bekommen, als Kubernetes braucht</translation>
    </message>
    <message>
      <source>Minikube's machine did not start</source>
      <translation>Die Maschine von Minikube ist nicht gestartet</translation>
    </message>
    <message>
      <source>Minikube's profile %1 does not run</source>
      <translation>Das Profil %1 von Minikube läuft nicht</translation>
    </message>
    <message>
      <source>Minikube…</source>
      <translation>Minikube …</translation>
    </message>
    <message>
      <source>Missing</source>
      <translation>Fehlt</translation>
    </message>
    <message>
      <source>Most programs take the newline for a part of it, and a password is refused.</source>
      <translation>Die meisten Programme halten den Umbruch für einen Teil davon, und ein Kennwort wird abgelehnt.</translation>
    </message>
    <message>
      <source>Mount API token</source>
      <translation>API-Token</translation>
    </message>
    <message>
      <source>Mounts</source>
      <translation>Einhängepunkte</translation>
    </message>
    <message>
      <source>Move</source>
      <translation>Verschieben</translation>
    </message>
    <message>
      <source>Move %1</source>
      <translation>%1 verschieben</translation>
    </message>
    <message>
      <source>Move %1 to %2</source>
      <translation>%1 nach %2 verschieben</translation>
    </message>
    <message>
      <source>Move %1 to a Secret</source>
      <translation>%1 in ein Secret verschieben</translation>
    </message>
    <message numerus="yes">
      <source>Move %n nodes</source>
      <translation>
        <numerusform>%n Knoten verschieben</numerusform>
        <numerusform>%n Knoten verschieben</numerusform>
      </translation>
    </message>
    <message>
      <source>Move by 10; by 1</source>
      <translation>Um 10 verschieben; um 1</translation>
    </message>
    <message>
      <source>Move down</source>
      <translation>Nach unten</translation>
    </message>
    <message>
      <source>Move it to a Secret…</source>
      <translation>In ein Secret verschieben …</translation>
    </message>
    <message>
      <source>Move the hooks to a container.</source>
      <translation>Die Hooks in einen Container verschieben.</translation>
    </message>
    <message>
      <source>Move the selected resources to the clipboard</source>
      <translation>Die ausgewählten Ressourcen in die Zwischenablage verschieben</translation>
    </message>
    <message>
      <source>Move the value of %1 into the keychain?</source>
      <translation>Den Wert von %1 in den Schlüsselbund verschieben?</translation>
    </message>
    <message>
      <source>Move up</source>
      <translation>Nach oben</translation>
    </message>
    <message>
      <source>Move; copy</source>
      <translation>Verschieben; kopieren</translation>
    </message>
    <message>
      <source>Must be a list</source>
      <translation>Muss eine Liste sein</translation>
    </message>
    <message>
      <source>Must be a port number or a port's name</source>
      <translation>Muss eine Portnummer oder der Name eines Ports sein</translation>
    </message>
    <message>
      <source>Must be a text</source>
      <translation>Muss ein Text sein</translation>
    </message>
    <message>
      <source>Must be a whole number</source>
      <translation>Muss eine ganze Zahl sein</translation>
    </message>
    <message>
      <source>Must be a whole number or a percentage such as 25%</source>
      <translation>Muss eine ganze Zahl oder ein Anteil wie 25% sein</translation>
    </message>
    <message>
      <source>Must be an amount such as 100m, 0.5, 128Mi or 1Gi</source>
      <translation>Muss eine Menge wie 100m, 0.5, 128Mi oder 1Gi sein</translation>
    </message>
    <message>
      <source>Must be at least %1</source>
      <translation>Muss mindestens %1 sein</translation>
    </message>
    <message>
      <source>Must be at most %1</source>
      <translation>Darf höchstens %1 sein</translation>
    </message>
    <message>
      <source>Must be from %1 to %2</source>
      <translation>Muss zwischen %1 und %2 liegen</translation>
    </message>
    <message>
      <source>Must be keys with values</source>
      <translation>Müssen Schlüssel mit Werten sein</translation>
    </message>
    <message>
      <source>Must be one of %1</source>
      <translation>Muss eines davon sein: %1</translation>
    </message>
    <message>
      <source>Must be true or false</source>
      <translation>Muss true oder false sein</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Name a Service, or a host that the cluster can reach.</source>
      <translation>Nennen Sie einen Service, oder einen Rechner, den der Cluster erreicht.</translation>
    </message>
    <message>
      <source>Name a class.</source>
      <translation>Eine Klasse nennen.</translation>
    </message>
    <message>
      <source>Name a topology.yaml or its folder, or make a project: chartwright-cli new FOLDER --starter todo-app</source>
      <translation>Eine topology.yaml oder ihren Ordner angeben, oder ein Projekt anlegen: chartwright-cli new FOLDER --starter todo-app</translation>
    </message>
    <message>
      <source>Name another program in the settings, or install Helm 3 or 4.</source>
      <translation>In den Einstellungen ein anderes Programm nennen, oder Helm 3 oder 4 installieren.</translation>
    </message>
    <message>
      <source>Name it %1</source>
      <translation>%1 nennen</translation>
    </message>
    <message>
      <source>Name of the Secret that holds the values; empty: %1.</source>
      <translation>Name des Secrets, das die Werte enthält; leer: %1.</translation>
    </message>
    <message>
      <source>Name of the production cluster</source>
      <translation>Name des Produktions-Clusters</translation>
    </message>
    <message>
      <source>Name one: --release NAME</source>
      <translation>Eines nennen: --release NAME</translation>
    </message>
    <message>
      <source>Name the archive in the image's properties as it stands in the project's folder, or none, to load or pull the image.</source>
      <translation>In den Eigenschaften des Images das Archiv so nennen, wie es im Ordner des Projekts liegt, oder keines, um das Image zu laden oder zu ziehen.</translation>
    </message>
    <message>
      <source>Name the class of the controller that is to serve it, such as traefik or nginx.</source>
      <translation>Die Klasse des Controllers nennen, der ihn bedienen soll, etwa traefik oder nginx.</translation>
    </message>
    <message>
      <source>Name the file for the profile Localhost, and for no other.</source>
      <translation>Die Datei für das Profil Localhost nennen, und für kein anderes.</translation>
    </message>
    <message>
      <source>Name the folder with the Dockerfile in the image's properties, or no folder, to load or pull the image.</source>
      <translation>In den Eigenschaften des Images den Ordner mit dem Dockerfile nennen, oder keinen, um das Image zu laden oder zu ziehen.</translation>
    </message>
    <message>
      <source>Name the keys as the Secrets in the drawing do.</source>
      <translation>Die Schlüssel so nennen, wie es die Secrets der Zeichnung tun.</translation>
    </message>
    <message>
      <source>Name the program %1, or nothing, to take the one on PATH.</source>
      <translation>Das Programm %1 nennen, oder nichts, um das auf dem PATH zu nehmen.</translation>
    </message>
    <message>
      <source>Name, version, description and the rest of Chart.yaml</source>
      <translation>Name, Version, Beschreibung und der Rest der Chart.yaml</translation>
    </message>
    <message>
      <source>Names of Services are known inside the cluster only.</source>
      <translation>Namen von Services sind nur innerhalb des Clusters bekannt.</translation>
    </message>
    <message>
      <source>Names of sensitive values. The values themselves are never in the drawing.</source>
      <translation>Namen vertraulicher Werte. Die Werte selbst stehen nie in der Zeichnung.</translation>
    </message>
    <message>
      <source>Namespace</source>
      <translation>Namespace</translation>
    </message>
    <message>
      <source>Namespace %1</source>
      <translation>Namespace %1</translation>
    </message>
    <message>
      <source>Needed where there are several ports.</source>
      <translation>Nötig, wenn es mehrere Ports gibt.</translation>
    </message>
    <message>
      <source>New</source>
      <translation>Neu</translation>
    </message>
    <message>
      <source>New &amp;From</source>
      <translation>Neu &amp;aus</translation>
    </message>
    <message>
      <source>New key</source>
      <translation>Neuer Schlüssel</translation>
    </message>
    <message>
      <source>New: %1.</source>
      <translation>Neu: %1.</translation>
    </message>
    <message>
      <source>New: %1. Changed: %2.</source>
      <translation>Neu: %1. Geändert: %2.</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>Nächster Treffer</translation>
    </message>
    <message>
      <source>Next.js listens on HOSTNAME, and on %1 nobody outside reaches it</source>
      <translation>Next.js hört auf HOSTNAME, und auf %1 erreicht es niemand von außen</translation>
    </message>
    <message>
      <source>Next.js listens on HOSTNAME, which is the pod's name unless %1 sets it</source>
      <translation>Next.js hört auf HOSTNAME, und das ist der Name des Pods, wenn %1 es nicht setzt</translation>
    </message>
    <message>
      <source>No</source>
      <translation>Nein</translation>
    </message>
    <message>
      <source>No %1 called %2 is drawn</source>
      <translation>Es ist kein %1 namens %2 gezeichnet</translation>
    </message>
    <message>
      <source>No Longer Accept</source>
      <translation>Nicht mehr akzeptieren</translation>
    </message>
    <message>
      <source>No cluster takes a Secret as large as that.</source>
      <translation>Kein Cluster nimmt ein so großes Secret an.</translation>
    </message>
    <message>
      <source>No drawing uses it</source>
      <translation>Keine Zeichnung braucht ihn</translation>
    </message>
    <message>
      <source>No longer accept %1</source>
      <translation>%1 nicht mehr akzeptieren</translation>
    </message>
    <message>
      <source>No longer accept “%1”</source>
      <translation>„%1“ nicht mehr akzeptieren</translation>
    </message>
    <message>
      <source>No more than all pods can be unavailable, not %1</source>
      <translation>Mehr als alle Pods können nicht fehlen, also nicht %1</translation>
    </message>
    <message>
      <source>No node has room for it: %1</source>
      <translation>Kein Node hat Platz dafür: %1</translation>
    </message>
    <message>
      <source>No node takes it: %1</source>
      <translation>Kein Node nimmt ihn: %1</translation>
    </message>
    <message>
      <source>No part of it any more, but kept: %1.</source>
      <translation>Gehört nicht mehr dazu, bleibt aber: %1.</translation>
    </message>
    <message>
      <source>No problems</source>
      <translation>Keine Probleme</translation>
    </message>
    <message>
      <source>No problems: the drawing can be exported.</source>
      <translation>Keine Probleme: die Zeichnung lässt sich exportieren.</translation>
    </message>
    <message>
      <source>No release</source>
      <translation>Kein Release</translation>
    </message>
    <message>
      <source>No rule serves %1</source>
      <translation>Keine Regel bedient %1</translation>
    </message>
    <message>
      <source>No value is in the keychain yet. Select a Secret in a drawing and press "Set…" beside a key, or import a .env file.</source>
      <translation>Im Schlüsselbund ist noch kein Wert. Wählen Sie in einer Zeichnung ein Secret und drücken Sie „Setzen …“ neben einem Schlüssel, oder importieren Sie eine .env-Datei.</translation>
    </message>
    <message>
      <source>No. %1</source>
      <translation>Nr. %1</translation>
    </message>
    <message>
      <source>Nobody answers at %1: looking for the ingress controller</source>
      <translation>Unter %1 antwortet niemand: der Ingress-Controller wird gesucht</translation>
    </message>
    <message>
      <source>Nobody can call it.</source>
      <translation>Niemand kann ihn aufrufen.</translation>
    </message>
    <message>
      <source>Nobody would answer for the Ingress, or provide the volume.</source>
      <translation>Niemand würde für den Ingress antworten oder das Volume bereitstellen.</translation>
    </message>
    <message>
      <source>Node</source>
      <translation>Node</translation>
    </message>
    <message>
      <source>Node and pod affinity, as YAML.</source>
      <translation>Knoten- und Pod-Affinität als YAML.</translation>
    </message>
    <message>
      <source>Node port</source>
      <translation>Node-Port</translation>
    </message>
    <message>
      <source>Node selector</source>
      <translation>Knotenselektor</translation>
    </message>
    <message>
      <source>None yet</source>
      <translation>Noch keine</translation>
    </message>
    <message>
      <source>Normal</source>
      <translation>Normal</translation>
    </message>
    <message>
      <source>Not all became ready within %1 minutes; %2</source>
      <translation>Nicht alles wurde innerhalb von %1 Minuten bereit; %2</translation>
    </message>
    <message>
      <source>Not all is as it should be after %1 seconds.</source>
      <translation>Nach %1 Sekunden ist nicht alles, wie es sein soll.</translation>
    </message>
    <message>
      <source>Not all of these files are manifests: drop one drawing, or manifests alone.</source>
      <translation>Nicht alle diese Dateien sind Manifeste: legen Sie eine Zeichnung ab oder nur Manifeste.</translation>
    </message>
    <message>
      <source>Not asked yet</source>
      <translation>Noch nicht gefragt</translation>
    </message>
    <message>
      <source>Not found on PATH</source>
      <translation>Nicht im PATH gefunden</translation>
    </message>
    <message>
      <source>Not in the keychain any more</source>
      <translation>Nicht mehr im Schlüsselbund</translation>
    </message>
    <message>
      <source>Not keys with values: %1</source>
      <translation>Keine Schlüssel mit Werten: %1</translation>
    </message>
    <message>
      <source>Not live: what is shown is of %1 (%2 ago). %3</source>
      <translation>Nicht live: Gezeigt wird der Stand von %1 (vor %2). %3</translation>
    </message>
    <message>
      <source>Not on this machine: the cluster pulls it</source>
      <translation>Nicht auf diesem Rechner: Der Cluster zieht es</translation>
    </message>
    <message>
      <source>Not reachable</source>
      <translation>Nicht erreichbar</translation>
    </message>
    <message>
      <source>Not reached yet: %1</source>
      <translation>Noch nicht erreicht: %1</translation>
    </message>
    <message>
      <source>Not saved yet</source>
      <translation>Noch nicht gespeichert</translation>
    </message>
    <message>
      <source>Not up to date: %1. Trying again.</source>
      <translation>Nicht aktuell: %1. Es wird wieder versucht.</translation>
    </message>
    <message>
      <source>Notes for controllers and tools.</source>
      <translation>Notizen für Controller und Werkzeuge.</translation>
    </message>
    <message>
      <source>Nothing differs between the two revisions.</source>
      <translation>Die beiden Revisionen unterscheiden sich in nichts.</translation>
    </message>
    <message>
      <source>Nothing differs.</source>
      <translation>Nichts unterscheidet sich.</translation>
    </message>
    <message>
      <source>Nothing drawn to refer to</source>
      <translation>Nichts gezeichnet, auf das verwiesen werden kann</translation>
    </message>
    <message>
      <source>Nothing drawn yet</source>
      <translation>Noch nichts gezeichnet</translation>
    </message>
    <message>
      <source>Nothing fits the filter.</source>
      <translation>Nichts passt zum Filter.</translation>
    </message>
    <message>
      <source>Nothing is drawn yet.</source>
      <translation>Noch ist nichts gezeichnet.</translation>
    </message>
    <message>
      <source>Nothing is imported. Open the keychain, or leave --keep-values out.</source>
      <translation>Nichts ist eingelesen. Öffnen Sie den Schlüsselbund, oder lassen Sie --keep-values weg.</translation>
    </message>
    <message>
      <source>Nothing is selected</source>
      <translation>Nichts ist ausgewählt</translation>
    </message>
    <message>
      <source>Nothing is written for what is selected.</source>
      <translation>Für die Auswahl wird nichts geschrieben.</translation>
    </message>
    <message>
      <source>Nothing listens yet.</source>
      <translation>Noch lauscht nichts.</translation>
    </message>
    <message>
      <source>Nothing of it can be opened: it has neither an Ingress nor a Service.</source>
      <translation>Nichts davon lässt sich öffnen: es hat weder einen Ingress noch einen Service.</translation>
    </message>
    <message>
      <source>Nothing of this machine leads there any more</source>
      <translation>Nichts auf diesem Rechner führt mehr dorthin</translation>
    </message>
    <message>
      <source>Nothing that Chartwright reads is so large: choose another file.</source>
      <translation>So groß ist nichts, was Chartwright liest: eine andere Datei wählen.</translation>
    </message>
    <message>
      <source>Nothing uses %1</source>
      <translation>Nichts verwendet %1</translation>
    </message>
    <message>
      <source>Nothing was changed.</source>
      <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
      <source>Nothing was changed. %1</source>
      <translation>Nichts wurde geändert. %1</translation>
    </message>
    <message>
      <source>Nothing was changed. An apply would stop at %1.</source>
      <translation>Es wurde nichts geändert. Ein Anwenden bliebe bei %1 stehen.</translation>
    </message>
    <message>
      <source>Nothing was changed: %1</source>
      <translation>Nichts wurde geändert: %1</translation>
    </message>
    <message numerus="yes">
      <source>Nothing was changed: %n field(s) belong to somebody else. Take, keep or adopt each.</source>
      <translation>
        <numerusform>Nichts wurde geändert: %n Feld gehört jemand anderem. Übernehmen, lassen oder nachzeichnen Sie es.</numerusform>
        <numerusform>Nichts wurde geändert: %n Felder gehören jemand anderem. Übernehmen, lassen oder nachzeichnen Sie jedes.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Nothing was changed: the cluster would refuse %n object(s). Problems tell why.</source>
      <translation>
        <numerusform>Nichts wurde geändert: Der Cluster würde %n Objekt ablehnen. Die Probleme sagen, warum.</numerusform>
        <numerusform>Nichts wurde geändert: Der Cluster würde %n Objekte ablehnen. Die Probleme sagen, warum.</numerusform>
      </translation>
    </message>
    <message>
      <source>Nothing was changed: the release is %1 since %2. Another helm is at work, or was cut off; then roll it back: Cluster › Releases.</source>
      <translation>Nichts wurde geändert: Das Release ist seit %2 %1. Ein anderes helm arbeitet daran oder wurde abgebrochen; dann setzen Sie es zurück: Cluster › Releases.</translation>
    </message>
    <message>
      <source>Number of pods; 2 survive the loss of one.</source>
      <translation>Anzahl der Pods; 2 überstehen den Verlust von einem.</translation>
    </message>
    <message>
      <source>Object</source>
      <translation>Objekt</translation>
    </message>
    <message>
      <source>Object by object, on the server's side. Values of Secrets come from the keychain; workloads restart where they changed. Ctrl+C stops after the object that is on its way; applying again goes on. Exit code 2: it ended before all was applied.</source>
      <translation>Objekt für Objekt, auf der Seite des Servers. Werte von Secrets kommen aus dem Schlüsselbund; Workloads starten neu, wo sich welche geändert haben. Strg+C hält nach dem Objekt an, das gerade unterwegs ist; erneutes Anwenden macht dort weiter. Exit-Code 2: es endete, bevor alles angewendet war.</translation>
    </message>
    <message>
      <source>Object by object, with the pods of each Deployment. Exit code 0: all is as it should be; 1: something is not; 2: it could not be found out.</source>
      <translation>Objekt für Objekt, mit den Pods jedes Deployments. Exit-Code 0: alles ist, wie es sein soll; 1: etwas ist es nicht; 2: es war nicht herauszufinden.</translation>
    </message>
    <message>
      <source>Objects find each other in one namespace only.</source>
      <translation>Objekte finden einander nur in einem Namespace.</translation>
    </message>
    <message>
      <source>Objects to be deleted</source>
      <translation>Zu löschende Objekte</translation>
    </message>
    <message>
      <source>Of</source>
      <translation>Von</translation>
    </message>
    <message>
      <source>Of several ports each needs a name, and %1 has none</source>
      <translation>Bei mehreren Ports braucht jeder einen Namen, und %1 hat keinen</translation>
    </message>
    <message>
      <source>Of the containers before their last restart.</source>
      <translation>Von den Containern vor ihrem letzten Neustart.</translation>
    </message>
    <message>
      <source>Of the profile Localhost: a file below the kubelet's folder of profiles.</source>
      <translation>Zum Profil Localhost: eine Datei unter dem Ordner der Profile des Kubelet.</translation>
    </message>
    <message>
      <source>Old versions to keep.</source>
      <translation>Alte Versionen, die behalten werden.</translation>
    </message>
    <message>
      <source>On Minikube a load balancer needs “minikube tunnel”</source>
      <translation>Auf Minikube braucht ein Load-Balancer „minikube tunnel“</translation>
    </message>
    <message>
      <source>On the canvas</source>
      <translation>Auf der Zeichenfläche</translation>
    </message>
    <message>
      <source>On the host's network port %1 cannot be another one of the node</source>
      <translation>Im Netz des Hosts kann Port %1 kein anderer des Node sein</translation>
    </message>
    <message>
      <source>One entry of values.yaml would stand for two things.</source>
      <translation>Ein Eintrag in values.yaml würde für zwei Dinge stehen.</translation>
    </message>
    <message>
      <source>One of: %1</source>
      <translation>Eines von: %1</translation>
    </message>
    <message>
      <source>One sentence on what the chart installs.</source>
      <translation>Ein Satz darüber, was das Chart installiert.</translation>
    </message>
    <message>
      <source>One success is what counts here, not %1</source>
      <translation>Hier zählt ein Erfolg, nicht %1</translation>
    </message>
    <message>
      <source>Only a toleration of NoExecute ends after some time</source>
      <translation>Nur eine Toleration von NoExecute endet nach einer Zeit</translation>
    </message>
    <message>
      <source>Only for this session</source>
      <translation>Nur für diese Sitzung</translation>
    </message>
    <message>
      <source>Only one of them is served; ingress-nginx refuses the second Ingress.</source>
      <translation>Nur einer davon wird bedient; ingress-nginx lehnt den zweiten Ingress ab.</translation>
    </message>
    <message>
      <source>Only so many of the last lines of each pod.</source>
      <translation>Nur so viele der letzten Zeilen jedes Pods.</translation>
    </message>
    <message>
      <source>Only tell what would be done. Exit code 2: something would be refused.</source>
      <translation>Nur sagen, was geschähe. Exit-Code 2: etwas würde abgelehnt.</translation>
    </message>
    <message>
      <source>Only the pod itself can reach it.</source>
      <translation>Nur der Pod selbst erreicht ihn.</translation>
    </message>
    <message>
      <source>Only the profile Localhost has a file</source>
      <translation>Nur das Profil Localhost hat eine Datei</translation>
    </message>
    <message>
      <source>Only what is selected</source>
      <translation>Nur die Auswahl</translation>
    </message>
    <message>
      <source>Only what no &amp;drawing uses</source>
      <translation>Nur, was keine &amp;Zeichnung braucht</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Open &amp;Log Folder</source>
      <translation>&amp;Protokollordner öffnen</translation>
    </message>
    <message>
      <source>Open &amp;Recent</source>
      <translation>Zuletzt &amp;geöffnet</translation>
    </message>
    <message>
      <source>Open Folder</source>
      <translation>Ordner öffnen</translation>
    </message>
    <message>
      <source>Open Project</source>
      <translation>Projekt öffnen</translation>
    </message>
    <message>
      <source>Open Project Fol&amp;der</source>
      <translation>Projekt&amp;ordner öffnen</translation>
    </message>
    <message>
      <source>Open a project: a topology.yaml or its folder</source>
      <translation>Ein Projekt öffnen: eine topology.yaml oder ihren Ordner</translation>
    </message>
    <message>
      <source>Open a starter as an untitled copy: empty, todo-app.</source>
      <translation>Einen Starter als unbenannte Kopie öffnen: empty, todo-app.</translation>
    </message>
    <message>
      <source>Open in &amp;Browser</source>
      <translation>Im &amp;Browser öffnen</translation>
    </message>
    <message>
      <source>Open in Browser</source>
      <translation>Im Browser öffnen</translation>
    </message>
    <message>
      <source>Open the application's page</source>
      <translation>Die Seite der Anwendung öffnen</translation>
    </message>
    <message>
      <source>Open the browser</source>
      <translation>Den Browser öffnen</translation>
    </message>
    <message>
      <source>Open while this window is. Everybody who is logged in at this machine can reach it. Connections now: %1.</source>
      <translation>Offen, solange es dieses Fenster ist. Jeder, der an diesem Rechner angemeldet ist, kann es erreichen. Verbindungen jetzt: %1.</translation>
    </message>
    <message>
      <source>Opening %1</source>
      <translation>%1 wird geöffnet</translation>
    </message>
    <message>
      <source>Opening the keychain…</source>
      <translation>Der Schlüsselbund wird geöffnet …</translation>
    </message>
    <message>
      <source>Open…</source>
      <translation>Öffnen …</translation>
    </message>
    <message>
      <source>Operator</source>
      <translation>Operator</translation>
    </message>
    <message>
      <source>Optional</source>
      <translation>Optional</translation>
    </message>
    <message>
      <source>Or drop a topology.yaml or a project's folder here.</source>
      <translation>Oder hier eine topology.yaml oder den Ordner eines Projekts ablegen.</translation>
    </message>
    <message numerus="yes">
      <source>Other drawings use %n of them.</source>
      <translation>
        <numerusform>Andere Zeichnungen brauchen %n davon.</numerusform>
        <numerusform>Andere Zeichnungen brauchen %n davon.</numerusform>
      </translation>
    </message>
    <message>
      <source>Outcome</source>
      <translation>Ergebnis</translation>
    </message>
    <message>
      <source>Outline</source>
      <translation>Gliederung</translation>
    </message>
    <message>
      <source>Output</source>
      <translation>Ausgabe</translation>
    </message>
    <message>
      <source>Override a value, as for helm; may be repeated.</source>
      <translation>Einen Wert wie bei helm überschreiben; mehrfach möglich.</translation>
    </message>
    <message>
      <source>Override to try</source>
      <translation>Überschreibung zum Ausprobieren</translation>
    </message>
    <message>
      <source>Override values</source>
      <translation>Überschriebene Werte</translation>
    </message>
    <message>
      <source>Override values from a YAML file, or - for standard input; may be repeated.</source>
      <translation>Werte aus einer YAML-Datei überschreiben, - für die Standardeingabe; mehrfach möglich.</translation>
    </message>
    <message>
      <source>Owns the files of volumes.</source>
      <translation>Besitzt die Dateien der Volumes.</translation>
    </message>
    <message>
      <source>P&amp;revious Problem</source>
      <translation>Vo&amp;riges Problem</translation>
    </message>
    <message>
      <source>PROJECT is a topology.yaml, the folder that holds one, or - for standard input.</source>
      <translation>PROJECT ist eine topology.yaml, ihr Ordner oder - für die Standardeingabe.</translation>
    </message>
    <message>
      <source>Paste %1</source>
      <translation>%1 einfügen</translation>
    </message>
    <message numerus="yes">
      <source>Paste %n nodes</source>
      <translation>
        <numerusform>%n Knoten einfügen</numerusform>
        <numerusform>%n Knoten einfügen</numerusform>
      </translation>
    </message>
    <message>
      <source>Path</source>
      <translation>Pfad</translation>
    </message>
    <message>
      <source>Path type</source>
      <translation>Pfadtyp</translation>
    </message>
    <message>
      <source>Paths</source>
      <translation>Pfade</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Pause the rollout of %1?</source>
      <translation>Den Rollout von %1 anhalten?</translation>
    </message>
    <message>
      <source>Period</source>
      <translation>Abstand</translation>
    </message>
    <message>
      <source>Pins the image to one content, whatever the tag says.</source>
      <translation>Bindet das Image an genau einen Inhalt, was immer das Tag sagt.</translation>
    </message>
    <message>
      <source>Pixels of a PNG for one of the canvas.</source>
      <translation>Pixel eines PNG für eines der Zeichenfläche.</translation>
    </message>
    <message>
      <source>Platform</source>
      <translation>Plattform</translation>
    </message>
    <message>
      <source>Pod</source>
      <translation>Pod</translation>
    </message>
    <message>
      <source>Pod Security “restricted” refuses it, and a break-in gets further.</source>
      <translation>Pod Security „restricted“ lehnt es ab, und ein Einbruch kommt weiter.</translation>
    </message>
    <message>
      <source>Pod annotations</source>
      <translation>Pod-Annotationen</translation>
    </message>
    <message>
      <source>Pod labels</source>
      <translation>Pod-Labels</translation>
    </message>
    <message>
      <source>Pod security</source>
      <translation>Pod-Sicherheit</translation>
    </message>
    <message>
      <source>Podman has no room on the disk</source>
      <translation>Podman hat keinen Platz auf der Platte</translation>
    </message>
    <message>
      <source>Podman is not installed</source>
      <translation>Podman ist nicht installiert</translation>
    </message>
    <message>
      <source>Pods</source>
      <translation>Pods</translation>
    </message>
    <message>
      <source>Pods above the wanted number during an update.</source>
      <translation>Pods über der gewünschten Zahl während einer Aktualisierung.</translation>
    </message>
    <message>
      <source>Pods that may be missing during an update.</source>
      <translation>Pods, die während einer Aktualisierung fehlen dürfen.</translation>
    </message>
    <message>
      <source>Pods wait for values that nobody has entered yet. They are kept in the keychain of this system, and brought to the cluster from there.</source>
      <translation>Pods warten auf Werte, die noch niemand eingegeben hat. Sie werden im Schlüsselbund dieses Systems verwahrt und von dort in den Cluster gebracht.</translation>
    </message>
    <message>
      <source>Port</source>
      <translation>Port</translation>
    </message>
    <message>
      <source>Port name</source>
      <translation>Port-Name</translation>
    </message>
    <message>
      <source>Port of this &amp;machine</source>
      <translation>Port dieses &amp;Rechners</translation>
    </message>
    <message>
      <source>Ports</source>
      <translation>Ports</translation>
    </message>
    <message>
      <source>Ports below 1024 are root's on many systems.</source>
      <translation>Ports unter 1024 gehören auf vielen Systemen root.</translation>
    </message>
    <message>
      <source>Pre&amp;view</source>
      <translation>&amp;Vorschau</translation>
    </message>
    <message>
      <source>Prefix</source>
      <translation>Präfix</translation>
    </message>
    <message>
      <source>Prefix and Exact take it letter by letter.</source>
      <translation>Prefix und Exact nehmen ihn Zeichen für Zeichen.</translation>
    </message>
    <message>
      <source>Prefix names</source>
      <translation>Namenspräfix</translation>
    </message>
    <message>
      <source>Preview</source>
      <translation>Vorschau</translation>
    </message>
    <message>
      <source>Previous</source>
      <translation>Voriger Treffer</translation>
    </message>
    <message>
      <source>Prints the manifests as helm template --skip-tests would.</source>
      <translation>Gibt die Manifeste aus wie helm template --skip-tests.</translation>
    </message>
    <message>
      <source>Priority class</source>
      <translation>Prioritätsklasse</translation>
    </message>
    <message>
      <source>Privilege escalation</source>
      <translation>Rechte ausweiten</translation>
    </message>
    <message>
      <source>Privileged</source>
      <translation>Privilegiert</translation>
    </message>
    <message>
      <source>Probes</source>
      <translation>Prüfungen</translation>
    </message>
    <message>
      <source>Problem</source>
      <translation>Problem</translation>
    </message>
    <message>
      <source>Problems</source>
      <translation>Probleme</translation>
    </message>
    <message>
      <source>Problems %1</source>
      <translation>Probleme %1</translation>
    </message>
    <message>
      <source>Processors of a profile that is made; without it what is drawn needs.</source>
      <translation>Prozessoren eines Profils, das angelegt wird; ohne die Angabe, was das Gezeichnete braucht.</translation>
    </message>
    <message>
      <source>Profile</source>
      <translation>Profil</translation>
    </message>
    <message>
      <source>Profile file</source>
      <translation>Profildatei</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>Fortschritt</translation>
    </message>
    <message>
      <source>Progress deadline</source>
      <translation>Fortschrittsfrist</translation>
    </message>
    <message>
      <source>Project</source>
      <translation>Projekt</translation>
    </message>
    <message>
      <source>Projects that you save are listed here. You can also drop a topology.yaml or a project's folder.</source>
      <translation>Gespeicherte Projekte stehen hier. Auch eine topology.yaml oder der Ordner eines Projekts lässt sich hier ablegen.</translation>
    </message>
    <message>
      <source>Propert&amp;ies</source>
      <translation>E&amp;igenschaften</translation>
    </message>
    <message>
      <source>Properties</source>
      <translation>Eigenschaften</translation>
    </message>
    <message>
      <source>Properties of the &amp;Chart</source>
      <translation>Eigenschaften des &amp;Charts</translation>
    </message>
    <message>
      <source>Protocol</source>
      <translation>Protokoll</translation>
    </message>
    <message>
      <source>Publish not ready</source>
      <translation>Nicht bereite</translation>
    </message>
    <message>
      <source>Pull policy</source>
      <translation>Pull-Regel</translation>
    </message>
    <message>
      <source>Pull secret for images</source>
      <translation>Pull-Secret für Images</translation>
    </message>
    <message>
      <source>Pull secrets</source>
      <translation>Pull-Secrets</translation>
    </message>
    <message>
      <source>Put "%1" where it ends.</source>
      <translation>„%1“ dorthin setzen, wo es endet.</translation>
    </message>
    <message>
      <source>Put %1 into values.yaml</source>
      <translation>%1 in values.yaml aufnehmen</translation>
    </message>
    <message>
      <source>Put all panels back to where they were at first</source>
      <translation>Alle Bereiche an ihren ersten Platz stellen</translation>
    </message>
    <message>
      <source>Put both into one namespace.</source>
      <translation>Beide in einen Namespace legen.</translation>
    </message>
    <message>
      <source>Put into values.yaml</source>
      <translation>In values.yaml aufnehmen</translation>
    </message>
    <message>
      <source>Put it in double quotes.</source>
      <translation>In doppelte Anführungszeichen setzen.</translation>
    </message>
    <message>
      <source>Put it into values.yaml, so that --set can change it.</source>
      <translation>In values.yaml aufnehmen, damit --set es ändern kann.</translation>
    </message>
    <message>
      <source>Put the file there, or let the tool of your cluster write the kubeconfig anew.</source>
      <translation>Die Datei dort ablegen oder die kubeconfig vom Werkzeug Ihres Clusters neu schreiben lassen.</translation>
    </message>
    <message>
      <source>Put the release's name in front of every name, so that two releases fit into one namespace. Changing it later means to install again.</source>
      <translation>Den Namen des Releases vor jeden Namen setzen, damit zwei Releases in einen Namespace passen. Eine spätere Änderung bedeutet eine neue Installation.</translation>
    </message>
    <message>
      <source>Put the server's certificate first, then those of the authorities.</source>
      <translation>Stellen Sie das Zertifikat des Servers an den Anfang, danach die der Zertifizierungsstellen.</translation>
    </message>
    <message>
      <source>Puts the values of Secrets into the keychain. Without it they are left out.</source>
      <translation>Legt die Werte von Secrets in den Schlüsselbund. Sonst werden sie ausgelassen.</translation>
    </message>
    <message numerus="yes">
      <source>Putting %n value(s) into the keychain…</source>
      <translation>
        <numerusform>Ein Wert kommt in den Schlüsselbund …</numerusform>
        <numerusform>%n Werte kommen in den Schlüsselbund …</numerusform>
      </translation>
    </message>
    <message>
      <source>QEMU is not installed</source>
      <translation>QEMU ist nicht installiert</translation>
    </message>
    <message>
      <source>Qt %1 cannot act as a member of several groups</source>
      <translation>Qt %1 kann nicht als Mitglied mehrerer Gruppen handeln</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Beenden</translation>
    </message>
    <message>
      <source>Quit while Helm changes a release?</source>
      <translation>Beenden, während Helm ein Release ändert?</translation>
    </message>
    <message>
      <source>Quit while the drawing is being applied?</source>
      <translation>Beenden, während die Zeichnung angewandt wird?</translation>
    </message>
    <message>
      <source>Quit while the drawing is being deployed?</source>
      <translation>Beenden, während die Zeichnung deployt wird?</translation>
    </message>
    <message>
      <source>Quit, and lose the values that are kept for this session only?</source>
      <translation>Beenden und die Werte verlieren, die nur für diese Sitzung aufbewahrt werden?</translation>
    </message>
    <message>
      <source>R&amp;esources</source>
      <translation>R&amp;essourcen</translation>
    </message>
    <message>
      <source>RESOURCE is the Deployment's name, or a pod's. Where there are several pods, each line begins with the pod's name. Exit code 1: some could not be read.</source>
      <translation>RESOURCE ist der Name des Deployments oder eines Pods. Bei mehreren Pods beginnt jede Zeile mit dem Namen des Pods. Exit-Code 1: manche waren nicht zu lesen.</translation>
    </message>
    <message>
      <source>Raise its number of failures.</source>
      <translation>Die Zahl der Fehlversuche erhöhen.</translation>
    </message>
    <message>
      <source>Raise the limit or lower the request.</source>
      <translation>Die Grenze anheben oder den Bedarf senken.</translation>
    </message>
    <message>
      <source>Raise the limit to %1</source>
      <translation>Die Grenze auf %1 anheben</translation>
    </message>
    <message>
      <source>Raise the memory limit, or let it use less.</source>
      <translation>Die Speichergrenze erhöhen, oder ihn weniger brauchen lassen.</translation>
    </message>
    <message>
      <source>Raise the memory limit.</source>
      <translation>Erhöhen Sie das Speicherlimit.</translation>
    </message>
    <message>
      <source>Re&amp;name</source>
      <translation>Umbe&amp;nennen</translation>
    </message>
    <message>
      <source>Reach a port of it from this machine, and open it in the browser</source>
      <translation>Einen Port davon von diesem Rechner aus erreichen und im Browser öffnen</translation>
    </message>
    <message>
      <source>Read %1 from a Secret</source>
      <translation>%1 aus einem Secret lesen</translation>
    </message>
    <message>
      <source>Read a .env file: secret values into the keychain, the rest into a ConfigMap</source>
      <translation>Eine .env-Datei einlesen: geheime Werte in den Schlüsselbund, den Rest in eine ConfigMap</translation>
    </message>
    <message>
      <source>Read it from a Secret, whose value the keychain keeps.</source>
      <translation>Lesen Sie ihn aus einem Secret, dessen Wert der Schlüsselbund verwahrt.</translation>
    </message>
    <message>
      <source>Read the &amp;values of Secrets too, and ask whether to keep them in the keychain</source>
      <translation>Auch die &amp;Werte von Secrets lesen und fragen, ob der Schlüsselbund sie behalten soll</translation>
    </message>
    <message>
      <source>Read-only</source>
      <translation>Nur lesen</translation>
    </message>
    <message>
      <source>Read-only root</source>
      <translation>Wurzel nur lesbar</translation>
    </message>
    <message>
      <source>Readiness probe</source>
      <translation>Readiness-Prüfung</translation>
    </message>
    <message>
      <source>Reading %1</source>
      <translation>%1 wird gelesen</translation>
    </message>
    <message>
      <source>Reading: %1 of %2</source>
      <translation>Lesen: %1 von %2</translation>
    </message>
    <message>
      <source>Ready</source>
      <translation>Bereit</translation>
    </message>
    <message>
      <source>Ready, %1</source>
      <translation>Bereit, %1</translation>
    </message>
    <message>
      <source>Recent projects</source>
      <translation>Zuletzt geöffnete Projekte</translation>
    </message>
    <message>
      <source>Recover Unsaved Work</source>
      <translation>Ungespeicherte Arbeit wiederherstellen</translation>
    </message>
    <message>
      <source>Recreate stops all pods first: surge and the most that are unavailable mean nothing</source>
      <translation>Recreate hält zuerst alle Pods an: zusätzliche und fehlende Pods bedeuten nichts</translation>
    </message>
    <message>
      <source>Registry</source>
      <translation>Registry</translation>
    </message>
    <message>
      <source>Registry and name of the image.</source>
      <translation>Registry und Name des Images.</translation>
    </message>
    <message>
      <source>Relea&amp;ses…</source>
      <translation>&amp;Releases …</translation>
    </message>
    <message>
      <source>Release</source>
      <translation>Release</translation>
    </message>
    <message>
      <source>Release %1</source>
      <translation>Release %1</translation>
    </message>
    <message>
      <source>Release on a socket that lights up. Esc or the right button breaks off.</source>
      <translation>Über einem leuchtenden Anschluss loslassen. Esc oder die rechte Taste bricht ab.</translation>
    </message>
    <message>
      <source>Release to copy. Esc breaks off.</source>
      <translation>Loslassen kopiert. Esc bricht ab.</translation>
    </message>
    <message>
      <source>Releases</source>
      <translation>Releases</translation>
    </message>
    <message>
      <source>Releases that set %1.… stop doing so. Enter changes the key, Esc keeps it.</source>
      <translation>Releases, die %1.… setzen, tun das nicht mehr. Eingabe ändert den Schlüssel, Esc behält ihn.</translation>
    </message>
    <message>
      <source>Reload</source>
      <translation>Neu laden</translation>
    </message>
    <message>
      <source>Reload %1</source>
      <translation>%1 neu laden</translation>
    </message>
    <message>
      <source>Remarks</source>
      <translation>Bemerkungen</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Remove %1</source>
      <translation>%1 entfernen</translation>
    </message>
    <message>
      <source>Remove it</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Remove it.</source>
      <translation>Entfernen.</translation>
    </message>
    <message>
      <source>Remove one of them.</source>
      <translation>Eines davon entfernen.</translation>
    </message>
    <message>
      <source>Remove the archive</source>
      <translation>Das Archiv entfernen</translation>
    </message>
    <message>
      <source>Remove the build folder, or the archive.</source>
      <translation>Den Build-Ordner entfernen, oder das Archiv.</translation>
    </message>
    <message>
      <source>Remove the digest to run what is here, or the folder and the archive.</source>
      <translation>Den Digest entfernen, damit läuft, was hier ist, oder den Ordner und das Archiv.</translation>
    </message>
    <message>
      <source>Remove the entry</source>
      <translation>Den Eintrag entfernen</translation>
    </message>
    <message>
      <source>Remove the file, or export with --force to replace it.</source>
      <translation>Die Datei entfernen oder mit --force exportieren, um sie zu ersetzen.</translation>
    </message>
    <message>
      <source>Remove the label, or use another key.</source>
      <translation>Entfernen Sie das Label, oder nehmen Sie einen anderen Schlüssel.</translation>
    </message>
    <message>
      <source>Remove the wire</source>
      <translation>Verbindung entfernen</translation>
    </message>
    <message>
      <source>Remove the wire from %1 to %2</source>
      <translation>Verbindung von %1 nach %2 entfernen</translation>
    </message>
    <message>
      <source>Rename %1 to %2</source>
      <translation>%1 in %2 umbenennen</translation>
    </message>
    <message>
      <source>Rename it</source>
      <translation>Umbenennen</translation>
    </message>
    <message>
      <source>Rename it to %1</source>
      <translation>In %1 umbenennen</translation>
    </message>
    <message>
      <source>Rename it, or accept it with a reason.</source>
      <translation>Umbenennen oder mit Begründung akzeptieren.</translation>
    </message>
    <message>
      <source>Rename it.</source>
      <translation>Umbenennen.</translation>
    </message>
    <message>
      <source>Rename one of them.</source>
      <translation>Eines davon umbenennen.</translation>
    </message>
    <message>
      <source>Rename or remove one of them.</source>
      <translation>Eines davon umbenennen oder entfernen.</translation>
    </message>
    <message>
      <source>Rename the file that is there, or choose another folder.</source>
      <translation>Die vorhandene Datei umbenennen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>Rename the file, or choose another folder.</source>
      <translation>Die Datei umbenennen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>Rename the folder, or choose another one to export to.</source>
      <translation>Den Ordner umbenennen oder einen anderen für den Export wählen.</translation>
    </message>
    <message>
      <source>Rename the key.</source>
      <translation>Den Schlüssel umbenennen.</translation>
    </message>
    <message>
      <source>Rename the selected resource; what refers to it follows</source>
      <translation>Die ausgewählte Ressource umbenennen; was auf sie verweist, folgt</translation>
    </message>
    <message>
      <source>Rendering</source>
      <translation>Rendern</translation>
    </message>
    <message>
      <source>Rendering the drawing</source>
      <translation>Die Zeichnung wird gerendert</translation>
    </message>
    <message>
      <source>Replace</source>
      <translation>Ersetzen</translation>
    </message>
    <message>
      <source>Replace files that somebody else changed.</source>
      <translation>Dateien ersetzen, die jemand anderes geändert hat.</translation>
    </message>
    <message>
      <source>Replace its pods one after another</source>
      <translation>Die Pods nacheinander ersetzen</translation>
    </message>
    <message>
      <source>Replace pods bit by bit, or stop all first.</source>
      <translation>Pods nach und nach ersetzen oder erst alle anhalten.</translation>
    </message>
    <message>
      <source>Replace the link by a folder, or choose another folder.</source>
      <translation>Den Link durch einen Ordner ersetzen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>Replace them with those of the drawing, or keep them as they are?</source>
      <translation>Durch die der Zeichnung ersetzen oder lassen, wie sie sind?</translation>
    </message>
    <message>
      <source>Replace…</source>
      <translation>Ersetzen …</translation>
    </message>
    <message>
      <source>Replicas</source>
      <translation>Replikate</translation>
    </message>
    <message>
      <source>Requests to it find nobody.</source>
      <translation>Anfragen an ihn finden niemanden.</translation>
    </message>
    <message>
      <source>Requests would be refused.</source>
      <translation>Anfragen würden abgelehnt.</translation>
    </message>
    <message>
      <source>Requests would fail with 503.</source>
      <translation>Anfragen würden mit 503 scheitern.</translation>
    </message>
    <message>
      <source>Reset to the default</source>
      <translation>Auf den Standard zurücksetzen</translation>
    </message>
    <message>
      <source>Resource</source>
      <translation>Ressource</translation>
    </message>
    <message>
      <source>Resources</source>
      <translation>Ressourcen</translation>
    </message>
    <message>
      <source>Restart</source>
      <translation>Neu starten</translation>
    </message>
    <message>
      <source>Restart Docker, bring it up to date, and try again.</source>
      <translation>Docker neu starten, auf den neuesten Stand bringen und noch einmal versuchen.</translation>
    </message>
    <message>
      <source>Restart the pods of %1?</source>
      <translation>Die Pods von %1 neu starten?</translation>
    </message>
    <message>
      <source>Restarts</source>
      <translation>Neustarts</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Fortsetzen</translation>
    </message>
    <message>
      <source>Revision</source>
      <translation>Revision</translation>
    </message>
    <message>
      <source>Revision %1</source>
      <translation>Revision %1</translation>
    </message>
    <message>
      <source>Revisions</source>
      <translation>Revisionen</translation>
    </message>
    <message>
      <source>Roll %1 in the namespace %2 of %3 back to revision %4?</source>
      <translation>%1 im Namespace %2 von %3 auf Revision %4 zurücksetzen?</translation>
    </message>
    <message>
      <source>Roll &amp;Back to This Revision…</source>
      <translation>Auf diese Revision zu&amp;rücksetzen …</translation>
    </message>
    <message>
      <source>Roll Back a Release</source>
      <translation>Ein Release zurücksetzen</translation>
    </message>
    <message>
      <source>Roll Back to Revision %1…</source>
      <translation>Auf Revision %1 zurücksetzen …</translation>
    </message>
    <message>
      <source>Roll Back…</source>
      <translation>Zurücksetzen …</translation>
    </message>
    <message>
      <source>Rolling %1 back to revision %2…</source>
      <translation>%1 wird auf Revision %2 zurückgesetzt …</translation>
    </message>
    <message>
      <source>Route it to the Service that fits best</source>
      <translation>An den Service leiten, der am besten passt</translation>
    </message>
    <message>
      <source>Routes HTTP requests from outside to Services, by host and path.</source>
      <translation>Leitet HTTP-Anfragen von außen nach Host und Pfad an Services.</translation>
    </message>
    <message>
      <source>Routes a path</source>
      <translation>Leitet einen Pfad weiter</translation>
    </message>
    <message>
      <source>Rules</source>
      <translation>Regeln</translation>
    </message>
    <message>
      <source>Run %1 to log in to the cluster?</source>
      <translation>%1 zur Anmeldung am Cluster ausführen?</translation>
    </message>
    <message>
      <source>Run Tests</source>
      <translation>Tests ausführen</translation>
    </message>
    <message>
      <source>Run a command in the chosen pod</source>
      <translation>Einen Befehl im gewählten Pod ausführen</translation>
    </message>
    <message>
      <source>Run as non-root</source>
      <translation>Nicht als root</translation>
    </message>
    <message>
      <source>Run in %1</source>
      <translation>In %1 ausführen</translation>
    </message>
    <message>
      <source>Run its command in a terminal once; it may wait for an answer.</source>
      <translation>Seinen Befehl einmal in einem Terminal ausführen; vielleicht wartet es auf eine Antwort.</translation>
    </message>
    <message>
      <source>Run its command in a terminal, and log in there if it asks you to.</source>
      <translation>Seinen Befehl in einem Terminal ausführen und sich dort anmelden, wenn es danach fragt.</translation>
    </message>
    <message>
      <source>Run the login program that the kubeconfig names, if it names one.</source>
      <translation>Das Anmeldeprogramm starten, das die Kubeconfig nennt, wenn sie eines nennt.</translation>
    </message>
    <message>
      <source>Run the tests of its chart</source>
      <translation>Die Tests seines Charts ausführen</translation>
    </message>
    <message>
      <source>Run to their end, one after the other, before the containers start.</source>
      <translation>Laufen nacheinander bis zum Ende, bevor die Container starten.</translation>
    </message>
    <message>
      <source>Runs and updates a number of equal pods.</source>
      <translation>Führt eine Anzahl gleicher Pods aus und aktualisiert sie.</translation>
    </message>
    <message>
      <source>Runs the image</source>
      <translation>Führt das Image aus</translation>
    </message>
    <message>
      <source>Runs. Closing the window does not end it: Kubernetes cannot.</source>
      <translation>Läuft. Das Fenster zu schließen beendet es nicht: Kubernetes kann das nicht.</translation>
    </message>
    <message>
      <source>Run…</source>
      <translation>Ausführen …</translation>
    </message>
    <message>
      <source>Safe in addresses</source>
      <translation>Tauglich für Adressen</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Speichern</translation>
    </message>
    <message>
      <source>Save &amp;As…</source>
      <translation>Speichern &amp;unter …</translation>
    </message>
    <message>
      <source>Save Elsewhere…</source>
      <translation>Woanders speichern …</translation>
    </message>
    <message>
      <source>Save Project</source>
      <translation>Projekt speichern</translation>
    </message>
    <message>
      <source>Save Project and Export Chart</source>
      <translation>Projekt speichern und Chart exportieren</translation>
    </message>
    <message>
      <source>Save and Export</source>
      <translation>Speichern und exportieren</translation>
    </message>
    <message>
      <source>Save it as UTF-8 in an editor.</source>
      <translation>Speichern Sie sie in einem Editor als UTF-8.</translation>
    </message>
    <message>
      <source>Save the Log</source>
      <translation>Log speichern</translation>
    </message>
    <message>
      <source>Save the changes to %1?</source>
      <translation>Die Änderungen an %1 speichern?</translation>
    </message>
    <message>
      <source>Save the file with the encoding UTF-8.</source>
      <translation>Die Datei in der Kodierung UTF-8 speichern.</translation>
    </message>
    <message>
      <source>Saved to %1</source>
      <translation>Gespeichert in %1</translation>
    </message>
    <message>
      <source>Saving</source>
      <translation>Wird gespeichert</translation>
    </message>
    <message>
      <source>Saving replaces those changes with yours.</source>
      <translation>Speichern ersetzt diese Änderungen durch die eigenen.</translation>
    </message>
    <message>
      <source>Say by “as” which user to act as.</source>
      <translation>Mit „as“ angeben, als welcher Benutzer gehandelt wird.</translation>
    </message>
    <message>
      <source>Scale %1</source>
      <translation>%1 skalieren</translation>
    </message>
    <message>
      <source>Scale %1 to %2 pods?</source>
      <translation>%1 auf %2 Pods skalieren?</translation>
    </message>
    <message>
      <source>Scale…</source>
      <translation>Skalieren …</translation>
    </message>
    <message>
      <source>Scheduling</source>
      <translation>Verteilung</translation>
    </message>
    <message>
      <source>Scheme</source>
      <translation>Schema</translation>
    </message>
    <message>
      <source>Scroll</source>
      <translation>Blättern</translation>
    </message>
    <message>
      <source>Seccomp profile</source>
      <translation>Seccomp-Profil</translation>
    </message>
    <message>
      <source>Secret</source>
      <translation>Secret</translation>
    </message>
    <message>
      <source>Secret Values</source>
      <translation>Geheime Werte</translation>
    </message>
    <message>
      <source>Secret and key</source>
      <translation>Secret und Schlüssel</translation>
    </message>
    <message>
      <source>Secrets</source>
      <translation>Secrets</translation>
    </message>
    <message>
      <source>Secrets and the namespace stay.</source>
      <translation>Secrets und der Namespace bleiben.</translation>
    </message>
    <message>
      <source>Secrets to pull the images with.</source>
      <translation>Secrets, mit denen die Images geholt werden.</translation>
    </message>
    <message>
      <source>Security</source>
      <translation>Sicherheit</translation>
    </message>
    <message>
      <source>See how its pods do, and what their logs say.</source>
      <translation>Nachsehen, wie es seinen Pods geht und was ihre Logs sagen.</translation>
    </message>
    <message>
      <source>See that there is room in the machine, and try again.</source>
      <translation>Dafür sorgen, dass in der Maschine Platz ist, und noch einmal versuchen.</translation>
    </message>
    <message>
      <source>See what "kubectl describe crd %1" says.</source>
      <translation>Sehen Sie nach, was „kubectl describe crd %1“ sagt.</translation>
    </message>
    <message>
      <source>See what the build printed, and mend the Dockerfile or what it copies.</source>
      <translation>Nachsehen, was der Bau ausgegeben hat, und das Dockerfile berichtigen, oder was es kopiert.</translation>
    </message>
    <message>
      <source>See whether an ingress controller of its class runs in the cluster.</source>
      <translation>Nachsehen, ob im Cluster ein Ingress-Controller seiner Klasse läuft.</translation>
    </message>
    <message>
      <source>See whether its image can be pulled (a proxy, no network), and try again.</source>
      <translation>Nachsehen, ob sein Image gezogen werden kann (ein Proxy, kein Netz), und noch einmal versuchen.</translation>
    </message>
    <message>
      <source>See whether its pods are ready, and try again.</source>
      <translation>Nachsehen, ob seine Pods bereit sind, und noch einmal versuchen.</translation>
    </message>
    <message>
      <source>See whether the Ingress has this path, and its class a controller.</source>
      <translation>Nachsehen, ob der Ingress diesen Pfad hat, und seine Klasse einen Controller.</translation>
    </message>
    <message>
      <source>See whether the cluster has load balancers, or draw the type NodePort.</source>
      <translation>Nachsehen, ob der Cluster Load-Balancer hat, oder den Typ NodePort zeichnen.</translation>
    </message>
    <message>
      <source>See whether the pods behind it are ready, and what their logs say.</source>
      <translation>Nachsehen, ob die Pods dahinter bereit sind und was ihre Logs sagen.</translation>
    </message>
    <message>
      <source>See: chartwright-cli status. Check --namespace and --release.</source>
      <translation>Siehe: chartwright-cli status. --namespace und --release prüfen.</translation>
    </message>
    <message>
      <source>Select</source>
      <translation>Auswählen</translation>
    </message>
    <message>
      <source>Select &amp;All</source>
      <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
      <source>Select all resources</source>
      <translation>Alle Ressourcen auswählen</translation>
    </message>
    <message>
      <source>Select by labels that stay.</source>
      <translation>Nach Labels auswählen, die bleiben.</translation>
    </message>
    <message>
      <source>Select what a rectangle holds whole</source>
      <translation>Auswählen, was ein Rechteck ganz umschließt</translation>
    </message>
    <message>
      <source>Select what a rectangle touches</source>
      <translation>Auswählen, was ein Rechteck berührt</translation>
    </message>
    <message>
      <source>Selection</source>
      <translation>Auswahl</translation>
    </message>
    <message>
      <source>Selector</source>
      <translation>Selektor</translation>
    </message>
    <message>
      <source>Send to %1</source>
      <translation>An %1 senden</translation>
    </message>
    <message>
      <source>Send to the port's own number</source>
      <translation>An die eigene Nummer des Ports senden</translation>
    </message>
    <message>
      <source>Sends to its pods</source>
      <translation>Sendet an seine Pods</translation>
    </message>
    <message>
      <source>Service</source>
      <translation>Service</translation>
    </message>
    <message>
      <source>Service %1</source>
      <translation>Service %1</translation>
    </message>
    <message>
      <source>Service %1, by a tunnel of Minikube</source>
      <translation>Service %1, durch einen Tunnel von Minikube</translation>
    </message>
    <message>
      <source>Service account</source>
      <translation>Dienstkonto</translation>
    </message>
    <message>
      <source>Service variables</source>
      <translation>Service-Variablen</translation>
    </message>
    <message>
      <source>Services and probes refer to it.</source>
      <translation>Services und Prüfungen verweisen darauf.</translation>
    </message>
    <message>
      <source>Session affinity</source>
      <translation>Sitzungsbindung</translation>
    </message>
    <message>
      <source>Set</source>
      <translation>Gesetzt</translation>
    </message>
    <message>
      <source>Set HOSTNAME to 0.0.0.0</source>
      <translation>HOSTNAME auf 0.0.0.0 setzen</translation>
    </message>
    <message>
      <source>Set a variable for every Service, such as BACKEND_SERVICE_PORT.</source>
      <translation>Für jeden Service eine Variable setzen, etwa BACKEND_SERVICE_PORT.</translation>
    </message>
    <message>
      <source>Set it</source>
      <translation>Setzen</translation>
    </message>
    <message>
      <source>Set it again without the end of the line.</source>
      <translation>Setzen Sie ihn noch einmal ohne das Zeilenende.</translation>
    </message>
    <message>
      <source>Set it again: both are text in PEM, as openssl and certbot write it.</source>
      <translation>Setzen Sie es noch einmal: beide sind Text in PEM, wie openssl und certbot ihn schreiben.</translation>
    </message>
    <message>
      <source>Set it beside its key, or accept this where the Secret is made elsewhere.</source>
      <translation>Setzen Sie ihn neben seinem Schlüssel, oder nehmen Sie dies hin, wo das Secret anderswo entsteht.</translation>
    </message>
    <message>
      <source>Set it for the pod</source>
      <translation>Für den Pod setzen</translation>
    </message>
    <message>
      <source>Set it on the liveness probe, or on the pod.</source>
      <translation>Bei der Liveness-Probe oder beim Pod setzen.</translation>
    </message>
    <message>
      <source>Set it when the image is built, or read it on the server.</source>
      <translation>Beim Bau des Images setzen oder auf dem Server lesen.</translation>
    </message>
    <message>
      <source>Set requests and limits.</source>
      <translation>Bedarf und Grenzen setzen.</translation>
    </message>
    <message>
      <source>Set the security context as the namespace wants it.</source>
      <translation>Den Sicherheitskontext so setzen, wie der Namespace es verlangt.</translation>
    </message>
    <message>
      <source>Set the value that it stands for.</source>
      <translation>Setzen Sie den Wert, für den er steht.</translation>
    </message>
    <message>
      <source>Set what somebody else has set, and take objects that are no part of the release</source>
      <translation>Setzen, was jemand anderes gesetzt hat, und Objekte übernehmen, die nicht zum Release gehören</translation>
    </message>
    <message>
      <source>Set “Run as non-root”, for the pod or the container. The image must name its user by a number other than 0, or “User” must be set; else no pod starts.</source>
      <translation>„Nicht als root“ setzen, für den Pod oder den Container. Das Image muss seinen Benutzer mit einer Nummer außer 0 nennen, oder „Benutzer“ muss gesetzt sein; sonst startet kein Pod.</translation>
    </message>
    <message>
      <source>Set “User” to a number, or give the image a numeric USER.</source>
      <translation>„Benutzer“ auf eine Zahl setzen, oder dem Image einen numerischen USER geben.</translation>
    </message>
    <message>
      <source>Sett&amp;ings…</source>
      <translation>Eins&amp;tellungen …</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>Set…</source>
      <translation>Setzen …</translation>
    </message>
    <message>
      <source>Several &amp;Lines</source>
      <translation>Mehrere Zei&amp;len</translation>
    </message>
    <message>
      <source>Several kinds</source>
      <translation>Mehrere Arten</translation>
    </message>
    <message>
      <source>Shells cannot read it.</source>
      <translation>Shells können sie nicht lesen.</translation>
    </message>
    <message>
      <source>Shift+Enter starts a new line.</source>
      <translation>Umschalt+Eingabe beginnt eine neue Zeile.</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>Zeigen</translation>
    </message>
    <message>
      <source>Show &amp;Differences</source>
      <translation>&amp;Unterschiede zeigen</translation>
    </message>
    <message>
      <source>Show &amp;Value</source>
      <translation>&amp;Wert zeigen</translation>
    </message>
    <message>
      <source>Show It &amp;Live</source>
      <translation>&amp;Live zeigen</translation>
    </message>
    <message>
      <source>Show Problems</source>
      <translation>Probleme zeigen</translation>
    </message>
    <message numerus="yes">
      <source>Show all %n keys</source>
      <translation>
        <numerusform>%n Schlüssel zeigen</numerusform>
        <numerusform>Alle %n Schlüssel zeigen</numerusform>
      </translation>
    </message>
    <message>
      <source>Show field by field what the cluster has and what is drawn</source>
      <translation>Feld für Feld zeigen, was der Cluster hat und was gezeichnet ist</translation>
    </message>
    <message>
      <source>Show on the nodes how they do in the cluster</source>
      <translation>An den Knoten zeigen, wie es ihnen im Cluster geht</translation>
    </message>
    <message>
      <source>Show on the nodes what rolling back to this revision would change</source>
      <translation>An den Knoten zeigen, was das Zurücksetzen auf diese Revision ändern würde</translation>
    </message>
    <message>
      <source>Show on the nodes what the last comparison found</source>
      <translation>An den Knoten zeigen, was der letzte Vergleich ergab</translation>
    </message>
    <message>
      <source>Show the D&amp;rawing</source>
      <translation>Zeichnung ze&amp;igen</translation>
    </message>
    <message>
      <source>Show the chart's files and the rendered manifests</source>
      <translation>Die Dateien des Charts und die gerenderten Manifeste zeigen</translation>
    </message>
    <message>
      <source>Show the drawing alone</source>
      <translation>Nur die Zeichnung zeigen</translation>
    </message>
    <message>
      <source>Show the drawing at 100 %</source>
      <translation>Die Zeichnung mit 100 % zeigen</translation>
    </message>
    <message>
      <source>Show the drawing larger</source>
      <translation>Die Zeichnung größer zeigen</translation>
    </message>
    <message>
      <source>Show the drawing smaller</source>
      <translation>Die Zeichnung kleiner zeigen</translation>
    </message>
    <message>
      <source>Show the field</source>
      <translation>Feld zeigen</translation>
    </message>
    <message>
      <source>Show the log files in the file manager</source>
      <translation>Die Protokolldateien im Dateimanager zeigen</translation>
    </message>
    <message>
      <source>Show the problems</source>
      <translation>Die Probleme zeigen</translation>
    </message>
    <message>
      <source>Show the project's folder in the file manager</source>
      <translation>Den Ordner des Projekts im Dateimanager zeigen</translation>
    </message>
    <message>
      <source>Show the version and leave.</source>
      <translation>Die Version zeigen und enden.</translation>
    </message>
    <message>
      <source>Show the whole drawing</source>
      <translation>Die ganze Zeichnung zeigen</translation>
    </message>
    <message>
      <source>Show this help and leave.</source>
      <translation>Diese Hilfe zeigen und enden.</translation>
    </message>
    <message>
      <source>Show what is selected as large as it goes</source>
      <translation>Die Auswahl so groß wie möglich zeigen</translation>
    </message>
    <message>
      <source>Show what was accepted with a reason</source>
      <translation>Zeigen, was mit Begründung akzeptiert wurde</translation>
    </message>
    <message>
      <source>Shown only: it is no release of the open drawing. To change it here, open its drawing, or adopt it.</source>
      <translation>Wird nur gezeigt: Es ist kein Release der offenen Zeichnung. Um es hier zu ändern, öffnen Sie seine Zeichnung oder übernehmen Sie es.</translation>
    </message>
    <message>
      <source>Shows how the drawing does in the cluster.</source>
      <translation>Zeigt, wie es der Zeichnung im Cluster geht.</translation>
    </message>
    <message>
      <source>Shows how what is drawn does in a cluster.</source>
      <translation>Zeigt, wie es dem Gezeichneten in einem Cluster geht.</translation>
    </message>
    <message>
      <source>Shows releases of Helm in a cluster, and works on them.</source>
      <translation>Zeigt Releases von Helm in einem Cluster und bearbeitet sie.</translation>
    </message>
    <message>
      <source>Shows the logs of a drawn Deployment's pods.</source>
      <translation>Zeigt die Protokolle der Pods eines gezeichneten Deployments.</translation>
    </message>
    <message>
      <source>Shows the value of the selected key for a moment.</source>
      <translation>Zeigt den Wert des gewählten Schlüssels für einen Moment.</translation>
    </message>
    <message>
      <source>Shows what apply would change in a cluster.</source>
      <translation>Zeigt, was apply in einem Cluster ändern würde.</translation>
    </message>
    <message>
      <source>Since ingress-nginx 0.22 a target without $1 or $2 drops the rest of the path.</source>
      <translation>Seit ingress-nginx 0.22 verwirft ein Ziel ohne $1 oder $2 den Rest des Pfades.</translation>
    </message>
    <message>
      <source>Single variables</source>
      <translation>Einzelne Variablen</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>Size in MB, for people; not part of the chart.</source>
      <translation>Größe in MB, zur Information; nicht Teil des Charts.</translation>
    </message>
    <message>
      <source>Size limit</source>
      <translation>Größengrenze</translation>
    </message>
    <message>
      <source>Slowed down above it.</source>
      <translation>Darüber wird er gebremst.</translation>
    </message>
    <message>
      <source>Small letters, digits and “-”, at most 63.</source>
      <translation>Kleinbuchstaben, Ziffern und „-“, höchstens 63.</translation>
    </message>
    <message>
      <source>So far: %1. Apply again to go on.</source>
      <translation>Bisher: %1. Erneutes Anwenden macht weiter.</translation>
    </message>
    <message>
      <source>So far: %1. Deploy again to go on.</source>
      <translation>Bis dahin: %1. Deployen Sie erneut, um fortzufahren.</translation>
    </message>
    <message>
      <source>Somebody else has set a field that the rollback changes.</source>
      <translation>Jemand anderes hat ein Feld gesetzt, das das Zurücksetzen ändert.</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>Quelle</translation>
    </message>
    <message>
      <source>Sources</source>
      <translation>Quellen</translation>
    </message>
    <message>
      <source>Stands in values.yaml. Click to write it into the template.</source>
      <translation>Steht in values.yaml. Klicken schreibt es fest in die Vorlage.</translation>
    </message>
    <message>
      <source>Start Chartwright as yourself, or take the driver "none".</source>
      <translation>Chartwright unter dem eigenen Konto starten, oder den Treiber „none“ nehmen.</translation>
    </message>
    <message>
      <source>Start Docker Desktop, or: sudo systemctl start docker. Or take another driver.</source>
      <translation>Docker Desktop starten, oder: sudo systemctl start docker. Oder einen anderen Treiber nehmen.</translation>
    </message>
    <message>
      <source>Start Minikube if that is the target, bring the images, install or upgrade the release, and open its page</source>
      <translation>Minikube starten, wenn es das Ziel ist, die Images bringen, das Release installieren oder aktualisieren, und seine Seite öffnen</translation>
    </message>
    <message>
      <source>Start a cluster that writes one, such as Minikube, or set KUBECONFIG.</source>
      <translation>Einen Cluster starten, der eine schreibt, etwa Minikube, oder KUBECONFIG setzen.</translation>
    </message>
    <message>
      <source>Start from</source>
      <translation>Beginnen mit</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>Startet</translation>
    </message>
    <message>
      <source>Startup probe</source>
      <translation>Startprüfung</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Zustand</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>Status</translation>
    </message>
    <message>
      <source>Stay at the end</source>
      <translation>Am Ende bleiben</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Schritt</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Schritte</translation>
    </message>
    <message>
      <source>Stop &amp;Watching</source>
      <translation>Nicht mehr &amp;beobachten</translation>
    </message>
    <message>
      <source>Stop; what was done stays</source>
      <translation>Anhalten; was getan wurde, bleibt</translation>
    </message>
    <message>
      <source>Stopped</source>
      <translation>Angehalten</translation>
    </message>
    <message>
      <source>Stopped: deploying starts it</source>
      <translation>Angehalten: Deployen startet es</translation>
    </message>
    <message>
      <source>Stopping after what is on its way. Once more ends at once.</source>
      <translation>Es endet nach dem, was gerade unterwegs ist. Noch einmal beendet es sofort.</translation>
    </message>
    <message>
      <source>Stopping…</source>
      <translation>Wird angehalten …</translation>
    </message>
    <message>
      <source>Storage</source>
      <translation>Datenspeicher</translation>
    </message>
    <message>
      <source>Strategy</source>
      <translation>Strategie</translation>
    </message>
    <message>
      <source>Sub-path</source>
      <translation>Unterpfad</translation>
    </message>
    <message>
      <source>Successes</source>
      <translation>Erfolge</translation>
    </message>
    <message>
      <source>Switch Service variables off</source>
      <translation>Service-Variablen ausschalten</translation>
    </message>
    <message>
      <source>Switch it off</source>
      <translation>Ausschalten</translation>
    </message>
    <message>
      <source>Switch it off.</source>
      <translation>Ausschalten.</translation>
    </message>
    <message>
      <source>Switch privilege escalation off. In the image sudo and the like stop working.</source>
      <translation>„Rechte ausweiten“ ausschalten. Im Image gehen sudo und Ähnliches dann nicht mehr.</translation>
    </message>
    <message>
      <source>Switch the Service variables off.</source>
      <translation>Die Service-Variablen ausschalten.</translation>
    </message>
    <message>
      <source>TCP</source>
      <translation>TCP</translation>
    </message>
    <message>
      <source>TLS</source>
      <translation>TLS</translation>
    </message>
    <message>
      <source>TLS certificate</source>
      <translation>TLS-Zertifikat</translation>
    </message>
    <message>
      <source>TLS is not possible on this machine: Qt finds no OpenSSL</source>
      <translation>auf diesem Rechner ist kein TLS möglich: Qt findet kein OpenSSL</translation>
    </message>
    <message>
      <source>TLS takes a Secret, not a Service</source>
      <translation>TLS nimmt ein Secret, keinen Service</translation>
    </message>
    <message>
      <source>Tag</source>
      <translation>Tag</translation>
    </message>
    <message>
      <source>Taints of nodes that the pods put up with.</source>
      <translation>Taints von Knoten, mit denen die Pods zurechtkommen.</translation>
    </message>
    <message>
      <source>Take %1 out of values.yaml</source>
      <translation>%1 aus values.yaml herausnehmen</translation>
    </message>
    <message>
      <source>Take It</source>
      <translation>Nehmen</translation>
    </message>
    <message>
      <source>Take Off This List</source>
      <translation>Von der Liste nehmen</translation>
    </message>
    <message>
      <source>Take Out of values.yaml</source>
      <translation>Aus values.yaml herausnehmen</translation>
    </message>
    <message>
      <source>Take a missing reference out of %1</source>
      <translation>Einen Verweis ins Leere aus %1 herausnehmen</translation>
    </message>
    <message>
      <source>Take all of the release out of the cluster</source>
      <translation>Das ganze Release aus dem Cluster nehmen</translation>
    </message>
    <message>
      <source>Take another driver.</source>
      <translation>Einen anderen Treiber nehmen.</translation>
    </message>
    <message>
      <source>Take another one: docker works on most systems.</source>
      <translation>Einen anderen nehmen: docker geht auf den meisten Systemen.</translation>
    </message>
    <message>
      <source>Take another profile, or bring Minikube up to date.</source>
      <translation>Ein anderes Profil nehmen, oder Minikube auf den neuesten Stand bringen.</translation>
    </message>
    <message>
      <source>Take back the last step</source>
      <translation>Den letzten Schritt zurücknehmen</translation>
    </message>
    <message>
      <source>Take fields that somebody else has set.</source>
      <translation>Felder übernehmen, die jemand anders gesetzt hat.</translation>
    </message>
    <message>
      <source>Take it away</source>
      <translation>Wegnehmen</translation>
    </message>
    <message>
      <source>Take it for the port's name</source>
      <translation>Als Namen des Ports nehmen</translation>
    </message>
    <message>
      <source>Take it off the certificate's hosts</source>
      <translation>Aus den Hosts des Zertifikats herausnehmen</translation>
    </message>
    <message>
      <source>Take it off: openssl pkey -in FILE</source>
      <translation>Entfernen Sie sie: openssl pkey -in DATEI</translation>
    </message>
    <message>
      <source>Take it out</source>
      <translation>Herausnehmen</translation>
    </message>
    <message>
      <source>Take it out with "git rm --cached", add it to .gitignore, and change the values that are secret.</source>
      <translation>Nehmen Sie sie mit „git rm --cached“ heraus, nehmen Sie sie in .gitignore auf und ändern Sie die Werte, die geheim sind.</translation>
    </message>
    <message>
      <source>Take it out, and change the value: it may have been seen.</source>
      <translation>Herausnehmen und den Wert ändern: er kann gesehen worden sein.</translation>
    </message>
    <message>
      <source>Take it over from Helm: Helm forgets its release %1</source>
      <translation>Von Helm übernehmen: Helm vergisst sein Release %1</translation>
    </message>
    <message>
      <source>Take objects into the release that are no part of it.</source>
      <translation>Objekte ins Release nehmen, die nicht dazugehören.</translation>
    </message>
    <message>
      <source>Take off this list</source>
      <translation>Von der Liste nehmen</translation>
    </message>
    <message>
      <source>Take one of the two out.</source>
      <translation>Nehmen Sie eines der beiden heraus.</translation>
    </message>
    <message>
      <source>Take out “auth-provider”.</source>
      <translation>„auth-provider“ herausnehmen.</translation>
    </message>
    <message>
      <source>Take out “insecure-skip-tls-verify”.</source>
      <translation>„insecure-skip-tls-verify“ herausnehmen.</translation>
    </message>
    <message>
      <source>Take over what a release of Helm has; Helm forgets that release.</source>
      <translation>Übernehmen, was ein Release von Helm hat; Helm vergisst dieses Release.</translation>
    </message>
    <message>
      <source>Take that one again, or another profile.</source>
      <translation>Wieder jenen nehmen, oder ein anderes Profil.</translation>
    </message>
    <message>
      <source>Take the divisor away</source>
      <translation>Den Teiler wegnehmen</translation>
    </message>
    <message>
      <source>Take the driver docker or podman, or turn it on in the firmware (VT-x, AMD-V).</source>
      <translation>Den Treiber docker oder podman nehmen, oder sie in der Firmware einschalten (VT-x, AMD-V).</translation>
    </message>
    <message>
      <source>Take the entry away</source>
      <translation>Den Eintrag entfernen</translation>
    </message>
    <message>
      <source>Take the field, or draw the value that it has.</source>
      <translation>Das Feld übernehmen, oder den Wert zeichnen, den es hat.</translation>
    </message>
    <message>
      <source>Take the file away</source>
      <translation>Die Datei wegnehmen</translation>
    </message>
    <message>
      <source>Take the hooks away</source>
      <translation>Die Hooks wegnehmen</translation>
    </message>
    <message>
      <source>Take the host port away</source>
      <translation>Den Host-Port wegnehmen</translation>
    </message>
    <message>
      <source>Take the label app off %1</source>
      <translation>Das Label app von %1 wegnehmen</translation>
    </message>
    <message>
      <source>Take the name away</source>
      <translation>Den Namen wegnehmen</translation>
    </message>
    <message>
      <source>Take the node port away</source>
      <translation>Den Node-Port entfernen</translation>
    </message>
    <message>
      <source>Take the port %1 of %2</source>
      <translation>Den Port %1 von %2 übernehmen</translation>
    </message>
    <message>
      <source>Take the ports of %1</source>
      <translation>Die Ports von %1 übernehmen</translation>
    </message>
    <message>
      <source>Take the probe away</source>
      <translation>Die Prüfung entfernen</translation>
    </message>
    <message>
      <source>Take the reference out</source>
      <translation>Den Verweis herausnehmen</translation>
    </message>
    <message>
      <source>Take the time away</source>
      <translation>Die Zeit wegnehmen</translation>
    </message>
    <message>
      <source>Take the value away</source>
      <translation>Den Wert wegnehmen</translation>
    </message>
    <message>
      <source>Take the value out</source>
      <translation>Den Wert herausnehmen</translation>
    </message>
    <message>
      <source>Take them away</source>
      <translation>Wegnehmen</translation>
    </message>
    <message>
      <source>Take them into the release, rename yours, or delete what is there.</source>
      <translation>Nehmen Sie sie in das Release, benennen Sie Ihre um, oder löschen Sie, was da ist.</translation>
    </message>
    <message>
      <source>Take them, and they become a release of Helm; Apply then leaves them alone.</source>
      <translation>Nehmen Sie sie, und es wird ein Release von Helm daraus; Anwenden lässt es dann in Ruhe.</translation>
    </message>
    <message>
      <source>Take values of Secrets from a .env file, or from standard input for "-", for this run.</source>
      <translation>Werte von Secrets für diesen Lauf aus einer .env-Datei nehmen, oder bei „-“ von der Standardeingabe.</translation>
    </message>
    <message>
      <source>Take “None” away</source>
      <translation>„None“ entfernen</translation>
    </message>
    <message>
      <source>Take “Privileged” away</source>
      <translation>„Privilegiert“ wegnehmen</translation>
    </message>
    <message>
      <source>Take “Privileged” away, or allow privilege escalation.</source>
      <translation>„Privilegiert“ wegnehmen, oder die Ausweitung von Rechten erlauben.</translation>
    </message>
    <message>
      <source>Take “Privileged” away.</source>
      <translation>„Privilegiert“ wegnehmen.</translation>
    </message>
    <message>
      <source>Takes all values that no drawing uses out of the keychain.</source>
      <translation>Nimmt alle Werte aus dem Schlüsselbund, die keine Zeichnung braucht.</translation>
    </message>
    <message>
      <source>Takes the values of the selected rows out of the keychain.</source>
      <translation>Nimmt die Werte der gewählten Zeilen aus dem Schlüsselbund.</translation>
    </message>
    <message numerus="yes">
      <source>Taking %n value(s) out of the keychain…</source>
      <translation>
        <numerusform>%n Wert wird aus dem Schlüsselbund genommen …</numerusform>
        <numerusform>%n Werte werden aus dem Schlüsselbund genommen …</numerusform>
      </translation>
    </message>
    <message>
      <source>Target port</source>
      <translation>Zielport</translation>
    </message>
    <message>
      <source>Tells what came in, and what did not, as JSON.</source>
      <translation>Nennt, was hereinkam und was nicht, als JSON.</translation>
    </message>
    <message>
      <source>Templates and --set cannot name it, or would set what is meant for all charts.</source>
      <translation>Templates und --set können ihn nicht nennen oder würden setzen, was für alle Charts gilt.</translation>
    </message>
    <message>
      <source>Tests</source>
      <translation>Tests</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>That is open while this program is, or until you end it in the panel Live.</source>
      <translation>Das ist offen, solange dieses Programm läuft, oder bis Sie es im Bereich „Live“ beenden.</translation>
    </message>
    <message>
      <source>The %1 has no name</source>
      <translation>Etwas der Art %1 hat keinen Namen</translation>
    </message>
    <message>
      <source>The ConfigMap %1 has no key %2</source>
      <translation>Die ConfigMap %1 hat keinen Schlüssel %2</translation>
    </message>
    <message>
      <source>The Helm chart round everything that is templated.</source>
      <translation>Das Helm-Chart um alles, was eine Vorlage wird.</translation>
    </message>
    <message>
      <source>The Ingress has no host now. Deploy brings it to the cluster.</source>
      <translation>Der Ingress hat jetzt keinen Host. „Deployen“ bringt ihn in den Cluster.</translation>
    </message>
    <message>
      <source>The Secret %1 has no key %2</source>
      <translation>Das Secret %1 hat keinen Schlüssel %2</translation>
    </message>
    <message>
      <source>The Secret with the certificate is not there</source>
      <translation>Das Secret mit dem Zertifikat gibt es nicht</translation>
    </message>
    <message>
      <source>The Service %1 is not wired: it selects the pods of %2 and of %3</source>
      <translation>Der Service %1 ist nicht verbunden: er wählt die Pods von %2 und von %3</translation>
    </message>
    <message>
      <source>The Service %1 now selects the pods of %2 by the labels of that Deployment's own selector</source>
      <translation>Der Service %1 wählt die Pods von %2 nun nach den Labels aus dem Selektor dieses Deployments</translation>
    </message>
    <message>
      <source>The Service cannot be reached</source>
      <translation>Der Service ist nicht erreichbar</translation>
    </message>
    <message>
      <source>The Service of the path %1 is not there</source>
      <translation>Den Service des Pfads %1 gibt es nicht</translation>
    </message>
    <message>
      <source>The addon cannot be enabled with this driver</source>
      <translation>Das Addon lässt sich mit diesem Treiber nicht einschalten</translation>
    </message>
    <message>
      <source>The addon could not be enabled</source>
      <translation>Das Addon ließ sich nicht einschalten</translation>
    </message>
    <message>
      <source>The address of %1 has sslmode, which asyncpg does not know</source>
      <translation>Die Adresse von %1 hat sslmode, das asyncpg nicht kennt</translation>
    </message>
    <message>
      <source>The annotation %1 runs code in the controller</source>
      <translation>Die Annotation %1 führt Code im Controller aus</translation>
    </message>
    <message>
      <source>The app version “%1” cannot be a label</source>
      <translation>Die App-Version „%1“ kann kein Label sein</translation>
    </message>
    <message>
      <source>The archive has changed while it was read</source>
      <translation>Das Archiv hat sich geändert, während es gelesen wurde</translation>
    </message>
    <message>
      <source>The archive holds several images, and none is %1</source>
      <translation>Das Archiv enthält mehrere Images, und keines ist %1</translation>
    </message>
    <message>
      <source>The archive is not complete: %1</source>
      <translation>Das Archiv ist nicht vollständig: %1</translation>
    </message>
    <message>
      <source>The archive was not written.</source>
      <translation>Das Archiv wurde nicht geschrieben.</translation>
    </message>
    <message>
      <source>The backend names its port by number and by name</source>
      <translation>Das Backend nennt seinen Port mit Nummer und mit Namen</translation>
    </message>
    <message>
      <source>The beginning of the address after the host.</source>
      <translation>Der Anfang der Adresse nach dem Host.</translation>
    </message>
    <message>
      <source>The certificate is never shown.</source>
      <translation>Das Zertifikat wird nie gezeigt.</translation>
    </message>
    <message>
      <source>The chart can be written, but it will not work as it stands.</source>
      <translation>Das Chart lässt sich schreiben, funktioniert aber so nicht.</translation>
    </message>
    <message>
      <source>The chart cannot be written with it.</source>
      <translation>Das Chart lässt sich damit nicht schreiben.</translation>
    </message>
    <message>
      <source>The chart cannot be written yet.</source>
      <translation>Das Chart lässt sich noch nicht schreiben.</translation>
    </message>
    <message>
      <source>The chart has no app version</source>
      <translation>Das Chart hat keine App-Version</translation>
    </message>
    <message>
      <source>The chart has no icon</source>
      <translation>Das Chart hat kein Symbol</translation>
    </message>
    <message>
      <source>The chart has no version</source>
      <translation>Das Chart hat keine Version</translation>
    </message>
    <message>
      <source>The chart in %1 was as it should be already.</source>
      <translation>Der Chart in %1 war schon, wie er sein soll.</translation>
    </message>
    <message>
      <source>The chart says nothing about it.</source>
      <translation>Das Chart sagt nichts dazu.</translation>
    </message>
    <message>
      <source>The chart sets the label %1 itself: what is drawn is lost</source>
      <translation>Das Chart setzt das Label %1 selbst: Das gezeichnete geht verloren</translation>
    </message>
    <message>
      <source>The chart was not exported.</source>
      <translation>Das Chart wurde nicht exportiert.</translation>
    </message>
    <message>
      <source>The chart's own version, by SemVer.</source>
      <translation>Die eigene Version des Charts nach SemVer.</translation>
    </message>
    <message numerus="yes">
      <source>The clipboard is cleared after %n seconds.</source>
      <translation>
        <numerusform>Die Zwischenablage wird nach einer Sekunde geleert.</numerusform>
        <numerusform>Die Zwischenablage wird nach %n Sekunden geleert.</numerusform>
      </translation>
    </message>
    <message>
      <source>The cluster cannot be used.</source>
      <translation>Der Cluster ist nicht benutzbar.</translation>
    </message>
    <message>
      <source>The cluster cannot tell what the object is.</source>
      <translation>Der Cluster kann nicht erkennen, was das Objekt ist.</translation>
    </message>
    <message>
      <source>The cluster did not do it.</source>
      <translation>Der Cluster hat es nicht getan.</translation>
    </message>
    <message>
      <source>The cluster does not know the field: correct its name, or take it out.</source>
      <translation>Der Cluster kennt das Feld nicht: Berichtigen Sie seinen Namen, oder nehmen Sie es heraus.</translation>
    </message>
    <message>
      <source>The cluster does not tell how its pods do.</source>
      <translation>Der Cluster sagt nicht, wie es seinen Pods geht.</translation>
    </message>
    <message>
      <source>The cluster has just what is drawn.</source>
      <translation>Der Cluster hat genau, was gezeichnet ist.</translation>
    </message>
    <message>
      <source>The cluster has no %1 of %2</source>
      <translation>Der Cluster kennt kein %1 von %2</translation>
    </message>
    <message>
      <source>The cluster has no StorageClass %1</source>
      <translation>Der Cluster hat keine StorageClass %1</translation>
    </message>
    <message>
      <source>The cluster has no class %1 of Ingress, but %2</source>
      <translation>Der Cluster hat keine Ingress-Klasse %1, aber %2</translation>
    </message>
    <message>
      <source>The cluster has no controller for Ingresses</source>
      <translation>Der Cluster hat keinen Controller für Ingresses</translation>
    </message>
    <message>
      <source>The cluster has no namespace %1, and this account may not create one</source>
      <translation>Der Cluster hat keinen Namespace %1, und dieses Konto darf keinen anlegen</translation>
    </message>
    <message>
      <source>The cluster is busy: try again in a moment.</source>
      <translation>Der Cluster ist ausgelastet: gleich noch einmal versuchen.</translation>
    </message>
    <message>
      <source>The cluster itself says so, in a dry run; nothing is changed. Exit code 1: there are differences.</source>
      <translation>Der Cluster sagt es selbst, in einem Probelauf; nichts wird geändert. Exit-Code 1: es gibt Unterschiede.</translation>
    </message>
    <message>
      <source>The cluster refuses %1: %2</source>
      <translation>Der Cluster lehnt %1 ab: %2</translation>
    </message>
    <message>
      <source>The cluster refuses a Secret of a type without the keys that belong to it.</source>
      <translation>Der Cluster lehnt ein Secret eines Typs ab, dem die Schlüssel dazu fehlen.</translation>
    </message>
    <message>
      <source>The cluster refuses it.</source>
      <translation>Der Cluster lehnt es ab.</translation>
    </message>
    <message>
      <source>The cluster refuses it: a readiness probe ends no container.</source>
      <translation>Der Cluster lehnt es ab: Eine Readiness-Probe beendet keinen Container.</translation>
    </message>
    <message>
      <source>The cluster refuses the second.</source>
      <translation>Der Cluster lehnt das zweite ab.</translation>
    </message>
    <message>
      <source>The cluster refuses to tell: %1</source>
      <translation>Der Cluster gibt keine Auskunft: %1</translation>
    </message>
    <message>
      <source>The cluster said so when it was asked to try it, without changing anything.</source>
      <translation>Das sagte der Cluster, als er es versuchen sollte, ohne etwas zu ändern.</translation>
    </message>
    <message>
      <source>The cluster takes a probe with one check, by HTTP, TCP, a command or gRPC.</source>
      <translation>Der Cluster nimmt eine Prüfung mit genau einer Frage: über HTTP, TCP, einen Befehl oder gRPC.</translation>
    </message>
    <message>
      <source>The cluster takes letters, digits, '-', '_' and '.'.</source>
      <translation>Der Cluster nimmt Buchstaben, Ziffern, '-', '_' und '.'.</translation>
    </message>
    <message>
      <source>The cluster takes more than one only of a readiness probe.</source>
      <translation>Mehr als einen nimmt der Cluster nur bei der Readiness-Prüfung.</translation>
    </message>
    <message>
      <source>The cluster would have a part of it. Applying again goes on where it ended.</source>
      <translation>Der Cluster hätte einen Teil davon. Erneutes Anwenden macht dort weiter, wo es endete.</translation>
    </message>
    <message numerus="yes">
      <source>The cluster would refuse %n object(s).</source>
      <translation>
        <numerusform>Der Cluster würde %n Objekt ablehnen.</numerusform>
        <numerusform>Der Cluster würde %n Objekte ablehnen.</numerusform>
      </translation>
    </message>
    <message>
      <source>The cluster would refuse it or drop one of them.</source>
      <translation>Der Cluster würde es ablehnen oder eines davon weglassen.</translation>
    </message>
    <message>
      <source>The cluster would refuse it.</source>
      <translation>Der Cluster würde es ablehnen.</translation>
    </message>
    <message>
      <source>The cluster would refuse the object without it.</source>
      <translation>Der Cluster würde das Objekt ohne dies ablehnen.</translation>
    </message>
    <message>
      <source>The cluster, the namespace and the release it goes to</source>
      <translation>Der Cluster, der Namespace und das Release, wohin es geht</translation>
    </message>
    <message>
      <source>The connection is back.</source>
      <translation>Die Verbindung ist wieder da.</translation>
    </message>
    <message>
      <source>The container cannot write but to its volumes.</source>
      <translation>Der Container kann nur in seine Volumes schreiben.</translation>
    </message>
    <message>
      <source>The container has no such program. Several commands need a shell, where the image has one: sh -c '…'.</source>
      <translation>Der Container hat kein solches Programm. Mehrere Befehle brauchen eine Shell, wo das Abbild eine hat: sh -c '…'.</translation>
    </message>
    <message>
      <source>The container runtime in Minikube did not start</source>
      <translation>Die Container-Laufzeit in Minikube ist nicht gestartet</translation>
    </message>
    <message>
      <source>The container; without it the first.</source>
      <translation>Der Container; ohne Angabe der erste.</translation>
    </message>
    <message>
      <source>The context of the kubeconfig.</source>
      <translation>Der Kontext der Kubeconfig.</translation>
    </message>
    <message>
      <source>The controller would show a certificate of its own.</source>
      <translation>Der Controller würde ein eigenes Zertifikat zeigen.</translation>
    </message>
    <message>
      <source>The data model of the profile is narrower than the image grammar.</source>
      <translation>Das Datenmodell des Profils ist enger als die Grammatik der Images.</translation>
    </message>
    <message>
      <source>The default backend names no port</source>
      <translation>Das Standard-Backend nennt keinen Port</translation>
    </message>
    <message>
      <source>The drawing cannot be applied yet.</source>
      <translation>Die Zeichnung kann noch nicht angewandt werden.</translation>
    </message>
    <message>
      <source>The drawing cannot be read now</source>
      <translation>Die Zeichnung ist gerade nicht lesbar</translation>
    </message>
    <message numerus="yes">
      <source>The drawing has %n error(s).</source>
      <translation>
        <numerusform>Die Zeichnung hat %n Fehler.</numerusform>
        <numerusform>Die Zeichnung hat %n Fehler.</numerusform>
      </translation>
    </message>
    <message>
      <source>The drawing has a Release %1 already, for another namespace. Choose Target says where it goes.</source>
      <translation>Die Zeichnung hat schon ein Release %1, für einen anderen Namespace. „Ziel wählen“ sagt, wohin es geht.</translation>
    </message>
    <message>
      <source>The drawing has no Secret with keys.</source>
      <translation>Die Zeichnung hat kein Secret mit Schlüsseln.</translation>
    </message>
    <message>
      <source>The drawing has no chart</source>
      <translation>Die Zeichnung hat kein Chart</translation>
    </message>
    <message>
      <source>The drawing keeps what it does not know, but the chart is without it.</source>
      <translation>Die Zeichnung behält, was sie nicht kennt, dem Chart aber fehlt es.</translation>
    </message>
    <message>
      <source>The drawing never holds values of Secrets. Those that are not kept have to be typed again.</source>
      <translation>Die Zeichnung enthält nie Werte von Secrets. Was nicht verwahrt wird, muss neu eingegeben werden.</translation>
    </message>
    <message>
      <source>The drawing was changed in the meantime</source>
      <translation>Die Zeichnung wurde inzwischen geändert</translation>
    </message>
    <message>
      <source>The drawing's file is gone</source>
      <translation>Die Datei der Zeichnung ist weg</translation>
    </message>
    <message>
      <source>The drawing's file is gone. One that was only moved still needs its value.</source>
      <translation>Die Datei der Zeichnung ist weg. Eine, die nur verschoben wurde, braucht ihren Wert noch.</translation>
    </message>
    <message>
      <source>The driver "none" needs the program conntrack</source>
      <translation>Der Treiber „none“ braucht das Programm conntrack</translation>
    </message>
    <message>
      <source>The driver does not work</source>
      <translation>Der Treiber geht nicht</translation>
    </message>
    <message>
      <source>The driver kvm2 does not work on this machine</source>
      <translation>Der Treiber kvm2 geht auf diesem Rechner nicht</translation>
    </message>
    <message>
      <source>The driver of a profile that is made.</source>
      <translation>Der Treiber eines Profils, das angelegt wird.</translation>
    </message>
    <message>
      <source>The export was cancelled; nothing was written.</source>
      <translation>Der Export wurde abgebrochen; nichts wurde geschrieben.</translation>
    </message>
    <message>
      <source>The export was stopped; some files are written already.</source>
      <translation>Der Export wurde angehalten; einige Dateien sind schon geschrieben.</translation>
    </message>
    <message>
      <source>The file is an archive, but not of an image</source>
      <translation>Die Datei ist ein Archiv, aber keines von einem Image</translation>
    </message>
    <message>
      <source>The file is no archive of an image: %1</source>
      <translation>Die Datei ist kein Archiv eines Image: %1</translation>
    </message>
    <message>
      <source>The file on disk is as it was. Check free space and permissions, or choose another folder.</source>
      <translation>Die Datei auf der Platte ist wie zuvor. Freien Platz und Zugriffsrechte prüfen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>The files of the chart</source>
      <translation>Die Dateien des Charts</translation>
    </message>
    <message numerus="yes">
      <source>The files of the drawings of %n of them are gone. One that was only moved still needs its values.</source>
      <translation>
        <numerusform>Die Dateien der Zeichnungen von %n davon sind weg. Eine, die nur verschoben wurde, braucht ihre Werte noch.</numerusform>
        <numerusform>Die Dateien der Zeichnungen von %n davon sind weg. Eine, die nur verschoben wurde, braucht ihre Werte noch.</numerusform>
      </translation>
    </message>
    <message>
      <source>The folder exists. Files in it that are not Chartwright's stay as they are.</source>
      <translation>Den Ordner gibt es schon. Dateien darin, die nicht von Chartwright sind, bleiben, wie sie sind.</translation>
    </message>
    <message>
      <source>The folder holds a project. You are asked before it is replaced.</source>
      <translation>Der Ordner enthält ein Projekt. Vor dem Ersetzen wird gefragt.</translation>
    </message>
    <message>
      <source>The folder images was left out: it holds more than %1 MiB.</source>
      <translation>Der Ordner images wurde weggelassen: er enthält mehr als %1 MiB.</translation>
    </message>
    <message>
      <source>The folder with the Dockerfile, from the project's folder.</source>
      <translation>Der Ordner mit dem Dockerfile, vom Projektordner aus.</translation>
    </message>
    <message>
      <source>The image %1 cannot be pulled</source>
      <translation>Das Image %1 kann nicht geholt werden</translation>
    </message>
    <message>
      <source>The image could not be brought over</source>
      <translation>Das Image ließ sich nicht hinüberbringen</translation>
    </message>
    <message>
      <source>The image could not be copied: %1</source>
      <translation>Das Image ließ sich nicht kopieren: %1</translation>
    </message>
    <message>
      <source>The image is for %1, and drawn for %2</source>
      <translation>Das Image ist für %1, gezeichnet für %2</translation>
    </message>
    <message>
      <source>The init container %1 cannot have hooks</source>
      <translation>Der Init-Container %1 kann keine Hooks haben</translation>
    </message>
    <message>
      <source>The keychain asks for its password…</source>
      <translation>Der Schlüsselbund fragt nach seinem Passwort …</translation>
    </message>
    <message>
      <source>The keychain has no value of %1</source>
      <translation>Der Schlüsselbund hat keinen Wert von %1</translation>
    </message>
    <message>
      <source>The keychain is locked</source>
      <translation>Der Schlüsselbund ist gesperrt</translation>
    </message>
    <message>
      <source>The keychain is locked. A value can be forgotten when it is open.</source>
      <translation>Der Schlüsselbund ist gesperrt. Vergessen lässt sich ein Wert, wenn er offen ist.</translation>
    </message>
    <message>
      <source>The keychain keeps it. The drawing holds only its number.</source>
      <translation>Der Schlüsselbund verwahrt ihn. Die Zeichnung enthält nur seine Nummer.</translation>
    </message>
    <message>
      <source>The kubeconfig file. Without it those of $KUBECONFIG, or ~/.kube/config.</source>
      <translation>Die Kubeconfig-Datei. Ohne sie die aus $KUBECONFIG, oder ~/.kube/config.</translation>
    </message>
    <message>
      <source>The kubeconfig's certificate-authority must be the one that signed it. If the cluster was made anew, get its kubeconfig again; the server has to send the certificates in between.</source>
      <translation>Die certificate-authority der Kubeconfig muss die sein, die es unterschrieben hat. Wurde der Cluster neu angelegt, ist seine Kubeconfig noch einmal zu holen; der Server muss die Zertifikate dazwischen mitsenden.</translation>
    </message>
    <message>
      <source>The label %1 cannot have the value “%2”</source>
      <translation>Das Label %1 kann den Wert „%2“ nicht haben</translation>
    </message>
    <message>
      <source>The label `version`; the chart's app version unless set.</source>
      <translation>Das Label `version`; ohne Angabe die App-Version des Charts.</translation>
    </message>
    <message>
      <source>The last deploy was cut off. Deploy goes on where it ended.</source>
      <translation>Das letzte Deployen wurde abgebrochen. „Deployen“ fährt fort, wo es endete.</translation>
    </message>
    <message>
      <source>The last one wins, silently.</source>
      <translation>Die letzte gilt, stillschweigend.</translation>
    </message>
    <message>
      <source>The limits to check against, not the drawing's own: %1.</source>
      <translation>Die Grenzen, gegen die geprüft wird, statt der eigenen der Zeichnung: %1.</translation>
    </message>
    <message>
      <source>The liveness and the readiness probe of %1 are the same</source>
      <translation>Liveness- und Readiness-Prüfung von %1 sind gleich</translation>
    </message>
    <message>
      <source>The log was not saved.</source>
      <translation>Das Log wurde nicht gespeichert.</translation>
    </message>
    <message>
      <source>The manifests cannot be imported.</source>
      <translation>Die Manifeste können nicht eingelesen werden.</translation>
    </message>
    <message>
      <source>The name %1 does not lead there from here. A line for the hosts file: %2</source>
      <translation>Der Name %1 führt von hier nicht dorthin. Eine Zeile für die Datei hosts: %2</translation>
    </message>
    <message>
      <source>The name holds a character that no file can hold</source>
      <translation>Der Name enthält ein Zeichen, das keine Datei enthalten kann</translation>
    </message>
    <message>
      <source>The name of %1</source>
      <translation>Der Name von %1</translation>
    </message>
    <message>
      <source>The names of the values. The values are not kept in the drawing.</source>
      <translation>Die Namen der Werte. Die Werte stehen nicht in der Zeichnung.</translation>
    </message>
    <message>
      <source>The namespace %1</source>
      <translation>Der Namespace %1</translation>
    </message>
    <message>
      <source>The namespace %1 is left out: the release decides where everything goes</source>
      <translation>Der Namespace %1 ist ausgelassen: das Release bestimmt, wohin alles kommt</translation>
    </message>
    <message>
      <source>The namespace %1 is not there yet; applying can make it.</source>
      <translation>Den Namespace %1 gibt es noch nicht; Anwenden kann ihn anlegen.</translation>
    </message>
    <message>
      <source>The namespace %1 is not there, and this account may not create it. Ask an administrator of the cluster to, or choose a namespace that is there.</source>
      <translation>Der Namespace %1 ist nicht da, und dieses Konto darf ihn nicht anlegen. Bitten Sie einen Administrator des Clusters darum, oder wählen Sie einen Namespace, der da ist.</translation>
    </message>
    <message>
      <source>The namespace %1 is not there, so nothing of it could be tried. apply --create-namespace makes it.</source>
      <translation>Den Namespace %1 gibt es nicht, darum konnte nichts davon ausprobiert werden. apply --create-namespace legt ihn an.</translation>
    </message>
    <message>
      <source>The namespace does not allow such pods: %1</source>
      <translation>Der Namespace erlaubt solche Pods nicht: %1</translation>
    </message>
    <message>
      <source>The namespace's quota is used up: %1</source>
      <translation>Das Kontingent des Namespace ist aufgebraucht: %1</translation>
    </message>
    <message>
      <source>The namespace. Without it that of the drawn release, or of the context.</source>
      <translation>Der Namespace. Ohne ihn der des gezeichneten Release, oder der des Kontexts.</translation>
    </message>
    <message>
      <source>The network between here and Minikube does not work</source>
      <translation>Das Netz zwischen hier und Minikube geht nicht</translation>
    </message>
    <message>
      <source>The next commit, or the chart's archive, would take the values along.</source>
      <translation>Der nächste Commit oder das Archiv des Charts nähme die Werte mit.</translation>
    </message>
    <message>
      <source>The next run replaces that.</source>
      <translation>Der nächste Lauf ersetzt das.</translation>
    </message>
    <message>
      <source>The node has no image %1, and may not pull it</source>
      <translation>Der Node hat kein Image %1 und darf es nicht holen</translation>
    </message>
    <message>
      <source>The node port %1 is taken twice</source>
      <translation>Der Node-Port %1 ist zweimal vergeben</translation>
    </message>
    <message>
      <source>The number in the cluster is then not the drawn one: the next apply asks who is right, Helm 4 stops at it, and Helm 3 sets it back.</source>
      <translation>Die Zahl im Cluster ist dann nicht die gezeichnete: Das nächste Anwenden fragt, wer recht hat, Helm 4 hält daran an, und Helm 3 setzt sie zurück.</translation>
    </message>
    <message>
      <source>The object as YAML, without its name. References to what is drawn are plain names here.</source>
      <translation>Das Objekt als YAML, ohne seinen Namen. Verweise auf Gezeichnetes sind hier einfache Namen.</translation>
    </message>
    <message>
      <source>The object has no %1</source>
      <translation>Dem Objekt fehlt %1</translation>
    </message>
    <message>
      <source>The one that Minikube finds</source>
      <translation>Der, den Minikube findet</translation>
    </message>
    <message numerus="yes">
      <source>The open drawing uses %n of them.</source>
      <translation>
        <numerusform>Die offene Zeichnung braucht %n davon.</numerusform>
        <numerusform>Die offene Zeichnung braucht %n davon.</numerusform>
      </translation>
    </message>
    <message>
      <source>The open drawing uses it.</source>
      <translation>Die offene Zeichnung braucht ihn.</translation>
    </message>
    <message>
      <source>The override values of a drawn Release</source>
      <translation>Die überschriebenen Werte eines gezeichneten Releases</translation>
    </message>
    <message>
      <source>The password in the address of %1 holds a character that has to be encoded</source>
      <translation>Im Kennwort der Adresse von %1 steht ein Zeichen, das codiert werden muss</translation>
    </message>
    <message>
      <source>The password in this address holds a character that has to be encoded: @ as %40, / as %2F, # as %23, ? as %3F, % as %25.</source>
      <translation>Das Passwort in dieser Adresse enthält ein Zeichen, das kodiert werden muss: @ als %40, / als %2F, # als %23, ? als %3F, % als %25.</translation>
    </message>
    <message>
      <source>The path %1 is a pattern, but its type takes it letter by letter</source>
      <translation>Der Pfad %1 ist ein Muster, aber sein Typ nimmt ihn Zeichen für Zeichen</translation>
    </message>
    <message>
      <source>The path %1 is also one of %2</source>
      <translation>Den Pfad %1 hat auch %2</translation>
    </message>
    <message>
      <source>The path %1 is there twice</source>
      <translation>Den Pfad %1 gibt es zweimal</translation>
    </message>
    <message>
      <source>The path %1 leads nowhere</source>
      <translation>Der Pfad %1 führt nirgendwohin</translation>
    </message>
    <message>
      <source>The path %1 names no port</source>
      <translation>Der Pfad %1 nennt keinen Port</translation>
    </message>
    <message>
      <source>The path “%1” does not start with “/”</source>
      <translation>Der Pfad „%1“ beginnt nicht mit „/“</translation>
    </message>
    <message>
      <source>The picture.</source>
      <translation>Das Bild.</translation>
    </message>
    <message>
      <source>The pod is refused if its image would run as root.</source>
      <translation>Der Pod wird abgelehnt, wenn sein Image als root laufen würde.</translation>
    </message>
    <message>
      <source>The pod starts although the key is missing.</source>
      <translation>Der Pod startet, auch wenn der Schlüssel fehlt.</translation>
    </message>
    <message>
      <source>The pods get a token for the Kubernetes API</source>
      <translation>Die Pods bekommen einen Token für die Kubernetes-API</translation>
    </message>
    <message>
      <source>The pods share %1 with their node</source>
      <translation>Die Pods teilen %1 mit ihrem Knoten</translation>
    </message>
    <message>
      <source>The pods wait until somebody makes the Secret with this key.</source>
      <translation>Die Pods warten, bis jemand das Secret mit diesem Schlüssel anlegt.</translation>
    </message>
    <message>
      <source>The pods would not start.</source>
      <translation>Die Pods würden nicht starten.</translation>
    </message>
    <message>
      <source>The port %1 is there twice</source>
      <translation>Den Port %1 gibt es zweimal</translation>
    </message>
    <message>
      <source>The port of the container; a name or a number.</source>
      <translation>Der Port des Containers; ein Name oder eine Nummer.</translation>
    </message>
    <message>
      <source>The port that others call.</source>
      <translation>Der Port, den andere aufrufen.</translation>
    </message>
    <message>
      <source>The private one is the file without “.pub”.</source>
      <translation>Der private ist die Datei ohne „.pub“.</translation>
    </message>
    <message>
      <source>The probe would fail for ever.</source>
      <translation>Die Prüfung würde für immer scheitern.</translation>
    </message>
    <message>
      <source>The profile Localhost needs the file of the profile</source>
      <translation>Das Profil Localhost braucht die Datei des Profils</translation>
    </message>
    <message>
      <source>The profile has a later Kubernetes than was asked for</source>
      <translation>Das Profil hat ein neueres Kubernetes als das verlangte</translation>
    </message>
    <message>
      <source>The profile has lost the address of its cluster</source>
      <translation>Das Profil hat die Adresse seines Clusters verloren</translation>
    </message>
    <message>
      <source>The profile of Minikube; "minikube" unless said.</source>
      <translation>Das Profil von Minikube; ohne Angabe „minikube“.</translation>
    </message>
    <message>
      <source>The profile takes image names of a-z, 0-9 and '-' only, not “%1”</source>
      <translation>Das Profil nimmt Image-Namen nur aus a-z, 0-9 und '-', nicht „%1“</translation>
    </message>
    <message>
      <source>The profile takes tags of a-z, 0-9, '.' and '-' only, not “%1”</source>
      <translation>Das Profil nimmt Tags nur aus a-z, 0-9, '.' und '-', nicht „%1“</translation>
    </message>
    <message>
      <source>The profile was made with another driver</source>
      <translation>Das Profil wurde mit einem anderen Treiber angelegt</translation>
    </message>
    <message>
      <source>The program helm. Without it the one on PATH.</source>
      <translation>Das Programm helm. Ohne Angabe das aus PATH.</translation>
    </message>
    <message>
      <source>The project was not saved.</source>
      <translation>Das Projekt wurde nicht gespeichert.</translation>
    </message>
    <message>
      <source>The project's file still holds the old value until you save.</source>
      <translation>Die Datei des Projekts enthält den alten Wert, bis Sie speichern.</translation>
    </message>
    <message>
      <source>The project's file was changed since then. Saving the recovered work replaces those changes.</source>
      <translation>Die Datei des Projekts wurde seitdem geändert. Das Speichern der wiederhergestellten Arbeit ersetzt diese Änderungen.</translation>
    </message>
    <message>
      <source>The readiness probe of %1 has a grace period</source>
      <translation>Die Readiness-Probe von %1 hat eine Schonfrist</translation>
    </message>
    <message>
      <source>The registry does not give out %1</source>
      <translation>Die Registry gibt %1 nicht heraus</translation>
    </message>
    <message>
      <source>The registry of %1 does not answer</source>
      <translation>Die Registry von %1 antwortet nicht</translation>
    </message>
    <message>
      <source>The release could not be installed like this.</source>
      <translation>So ließe sich das Release nicht installieren.</translation>
    </message>
    <message>
      <source>The release is Helm's, and helm is not here: what it set last is not known.</source>
      <translation>Das Release gehört Helm, und helm ist nicht da: Was es zuletzt gesetzt hat, ist nicht bekannt.</translation>
    </message>
    <message>
      <source>The release may be left pending; Releases then has the way out.</source>
      <translation>Das Release kann „pending“ bleiben; unter Releases steht dann der Ausweg.</translation>
    </message>
    <message>
      <source>The release of the open drawing</source>
      <translation>Das Release der offenen Zeichnung</translation>
    </message>
    <message>
      <source>The release takes the values as they are drawn.</source>
      <translation>Das Release nimmt die Werte, wie sie gezeichnet sind.</translation>
    </message>
    <message>
      <source>The release's name. The override values of a drawn release of that name apply.</source>
      <translation>Der Name des Releases. Es gelten die überschriebenen Werte eines gezeichneten Releases dieses Namens.</translation>
    </message>
    <message>
      <source>The release's name. Without it that of the only drawn Release.</source>
      <translation>Der Name des Release. Ohne ihn der des einzigen gezeichneten Release.</translation>
    </message>
    <message>
      <source>The release's namespace.</source>
      <translation>Der Namespace des Releases.</translation>
    </message>
    <message>
      <source>The releases of Helm in the cluster: their history, and the way back</source>
      <translation>Die Releases von Helm im Cluster: ihr Verlauf und der Weg zurück</translation>
    </message>
    <message>
      <source>The resource.</source>
      <translation>Die Ressource.</translation>
    </message>
    <message>
      <source>The rollout of %1 goes on.</source>
      <translation>Der Rollout von %1 geht weiter.</translation>
    </message>
    <message>
      <source>The rollout of %1 is paused.</source>
      <translation>Der Rollout von %1 ist angehalten.</translation>
    </message>
    <message>
      <source>The same in a terminal</source>
      <translation>Dasselbe im Terminal</translation>
    </message>
    <message>
      <source>The same, always as a text.</source>
      <translation>Dasselbe, immer als Text.</translation>
    </message>
    <message>
      <source>The same: %1</source>
      <translation>Gleich: %1</translation>
    </message>
    <message>
      <source>The second would overwrite the first.</source>
      <translation>Das zweite würde das erste überschreiben.</translation>
    </message>
    <message>
      <source>The selected ones differ: edit them one by one.</source>
      <translation>Die ausgewählten unterscheiden sich: einzeln bearbeiten.</translation>
    </message>
    <message>
      <source>The selected ones have different numbers of these: edit them one by one.</source>
      <translation>Die ausgewählten haben davon verschieden viele: einzeln bearbeiten.</translation>
    </message>
    <message>
      <source>The selector holds the label %1, which changes</source>
      <translation>Der Selektor enthält das Label %1, das sich ändert</translation>
    </message>
    <message>
      <source>The starter %1 cannot be opened.</source>
      <translation>Der Starter %1 lässt sich nicht öffnen.</translation>
    </message>
    <message>
      <source>The startup probe gives %1 s, but the liveness probe waits for %2 s</source>
      <translation>Die Startprüfung lässt %1 s, aber die Liveness-Prüfung wartet %2 s</translation>
    </message>
    <message>
      <source>The tag “%1” is a version cut short: it moves along with what is released</source>
      <translation>Das Tag „%1“ ist eine verkürzte Version: Es wandert mit dem mit, was erscheint</translation>
    </message>
    <message>
      <source>The tag “%1” is neither a version nor a commit</source>
      <translation>Das Tag „%1“ ist weder eine Version noch ein Commit</translation>
    </message>
    <message>
      <source>The target port belongs to no Deployment that %1 selects</source>
      <translation>Der Zielport gehört zu keinem Deployment, das %1 auswählt</translation>
    </message>
    <message>
      <source>The target port is one of %1, but the pods are those of %2</source>
      <translation>Der Zielport gehört zu %1, aber die Pods sind die von %2</translation>
    </message>
    <message>
      <source>The tests of %1 cannot run and were ended: %2</source>
      <translation>Die Tests von %1 können nicht laufen und wurden beendet: %2</translation>
    </message>
    <message>
      <source>The tests of %1 failed: %2</source>
      <translation>Die Tests von %1 sind fehlgeschlagen: %2</translation>
    </message>
    <message>
      <source>The tests of %1 passed.</source>
      <translation>Die Tests von %1 waren erfolgreich.</translation>
    </message>
    <message>
      <source>The tests of %1 run…</source>
      <translation>Die Tests von %1 laufen …</translation>
    </message>
    <message>
      <source>The tests were cancelled.</source>
      <translation>Die Tests wurden abgebrochen.</translation>
    </message>
    <message>
      <source>The text of the clipboard</source>
      <translation>Der Text der Zwischenablage</translation>
    </message>
    <message>
      <source>The tunnel has ended.</source>
      <translation>Der Tunnel ist zu Ende.</translation>
    </message>
    <message>
      <source>The type ClusterIP opens no node port</source>
      <translation>Der Typ ClusterIP öffnet keinen Node-Port</translation>
    </message>
    <message>
      <source>The unit, such as 1Mi; unset, 1.</source>
      <translation>Die Einheit, etwa 1Mi; ohne Angabe 1.</translation>
    </message>
    <message>
      <source>The value is no text, so it cannot be copied.</source>
      <translation>Der Wert ist kein Text und lässt sich nicht kopieren.</translation>
    </message>
    <message>
      <source>The value of %1 ends in a newline</source>
      <translation>Der Wert von %1 endet mit einem Zeilenumbruch</translation>
    </message>
    <message>
      <source>The value of %1 in the Secret %2 is left out: it is not base64</source>
      <translation>Der Wert von %1 im Secret %2 ist ausgelassen: er ist kein base64</translation>
    </message>
    <message>
      <source>The value of %1 is an address on localhost</source>
      <translation>Der Wert von %1 ist eine Adresse auf localhost</translation>
    </message>
    <message>
      <source>The value of %1 is base64 already</source>
      <translation>Der Wert von %1 ist schon base64</translation>
    </message>
    <message>
      <source>The value of %1 stands in the drawing</source>
      <translation>Der Wert von %1 steht in der Zeichnung</translation>
    </message>
    <message>
      <source>The value was not moved.</source>
      <translation>Der Wert wurde nicht verschoben.</translation>
    </message>
    <message>
      <source>The values differ, and no object.</source>
      <translation>Die Werte unterscheiden sich, und kein Objekt.</translation>
    </message>
    <message>
      <source>The values key %1 is also that of %2</source>
      <translation>Der Werteschlüssel %1 gehört auch zu %2</translation>
    </message>
    <message>
      <source>The values key %1 is among the values of %2</source>
      <translation>Der Werteschlüssel %1 liegt zwischen den Werten von %2</translation>
    </message>
    <message>
      <source>The values key %1 is kept for Helm and for the chart itself</source>
      <translation>Der Werteschlüssel %1 ist Helm und dem Chart selbst vorbehalten</translation>
    </message>
    <message>
      <source>The values of a Secret are never kept in a drawing: leave them to the cluster.</source>
      <translation>Die Werte eines Secrets stehen nie in einer Zeichnung: sie bleiben beim Cluster.</translation>
    </message>
    <message>
      <source>The values of copied keys wait for the keychain. %1</source>
      <translation>Die Werte kopierter Schlüssel warten auf den Schlüsselbund. %1</translation>
    </message>
    <message>
      <source>The values of the Secret %1 stand in the drawing, for all to read</source>
      <translation>Die Werte des Secrets %1 stehen in der Zeichnung, für alle lesbar</translation>
    </message>
    <message>
      <source>The values that are in the keychain, by drawing. What is forgotten here is gone at once.</source>
      <translation>Die Werte im Schlüsselbund, nach Zeichnungen. Was hier vergessen wird, ist sofort weg.</translation>
    </message>
    <message>
      <source>The variable %1 is set twice</source>
      <translation>Die Variable %1 ist zweimal gesetzt</translation>
    </message>
    <message>
      <source>The version of the application in the chart.</source>
      <translation>Die Version der Anwendung im Chart.</translation>
    </message>
    <message>
      <source>The version: latest, v1.0.0, sha-abc123.</source>
      <translation>Die Version: latest, v1.0.0, sha-abc123.</translation>
    </message>
    <message>
      <source>The volume %1 is a folder of the node</source>
      <translation>Das Volume %1 ist ein Ordner des Knotens</translation>
    </message>
    <message>
      <source>The way out</source>
      <translation>Der Ausweg</translation>
    </message>
    <message>
      <source>The work cannot be recovered.</source>
      <translation>Die Arbeit lässt sich nicht wiederherstellen.</translation>
    </message>
    <message>
      <source>Theme, autosave, programs, log</source>
      <translation>Farbschema, Sicherung, Programme, Protokoll</translation>
    </message>
    <message>
      <source>Then it can be rolled back, tested and uninstalled here. Deploying the drawing to it replaces what its chart %1 installed by what is drawn.</source>
      <translation>Dann lässt es sich hier zurücksetzen, testen und deinstallieren. Die Zeichnung dorthin zu deployen ersetzt, was sein Chart %1 installiert hat, durch das Gezeichnete.</translation>
    </message>
    <message>
      <source>There are no objects.</source>
      <translation>Es gibt keine Objekte.</translation>
    </message>
    <message>
      <source>There are two of this kind with this name</source>
      <translation>Es gibt zwei dieser Art mit diesem Namen</translation>
    </message>
    <message>
      <source>There are: %1.</source>
      <translation>Es gibt: %1.</translation>
    </message>
    <message>
      <source>There is a file of this name.</source>
      <translation>Es gibt eine Datei dieses Namens.</translation>
    </message>
    <message>
      <source>There is a key %1 already</source>
      <translation>Es gibt schon einen Schlüssel %1</translation>
    </message>
    <message>
      <source>There is a project in %1 already.</source>
      <translation>In %1 gibt es schon ein Projekt.</translation>
    </message>
    <message>
      <source>There is no %1</source>
      <translation>Es gibt kein %1</translation>
    </message>
    <message>
      <source>There is no ConfigMap %1</source>
      <translation>Es gibt keine ConfigMap %1</translation>
    </message>
    <message>
      <source>There is no PersistentVolumeClaim %1</source>
      <translation>Es gibt keinen PersistentVolumeClaim %1</translation>
    </message>
    <message>
      <source>There is no Secret %1</source>
      <translation>Es gibt kein Secret %1</translation>
    </message>
    <message>
      <source>There is no ServiceAccount %1</source>
      <translation>Es gibt keinen ServiceAccount %1</translation>
    </message>
    <message>
      <source>There is no file %1</source>
      <translation>Es gibt keine Datei %1</translation>
    </message>
    <message>
      <source>There is no image %1</source>
      <translation>Es gibt kein Image %1</translation>
    </message>
    <message>
      <source>There is no kubeconfig with a context.</source>
      <translation>Es gibt keine kubeconfig mit einem Kontext.</translation>
    </message>
    <message>
      <source>There is no kubeconfig with a context: %1 is looked for. Minikube writes one when it starts.</source>
      <translation>Es gibt keine kubeconfig mit einem Kontext: Gesucht wird %1. Minikube schreibt eine, wenn es startet.</translation>
    </message>
    <message>
      <source>There is no kubeconfig with a context: %1 is looked for. Minikube writes one when it starts; so do the tools of other clusters.</source>
      <translation>Es gibt keine kubeconfig mit einem Kontext: Gesucht wird %1. Minikube schreibt eine, wenn es startet, ebenso die Werkzeuge anderer Cluster.</translation>
    </message>
    <message>
      <source>There is no pod.</source>
      <translation>Es gibt keinen Pod.</translation>
    </message>
    <message>
      <source>There is no program %1 on PATH</source>
      <translation>Auf dem PATH gibt es kein Programm %1</translation>
    </message>
    <message>
      <source>There is no program at this place.</source>
      <translation>An dieser Stelle ist kein Programm.</translation>
    </message>
    <message>
      <source>There is no release of Helm in the namespace %1.</source>
      <translation>Im Namespace %1 gibt es kein Release von Helm.</translation>
    </message>
    <message>
      <source>There is no release of Helm in the namespace %1. Cluster › Deploy makes one of the drawing.</source>
      <translation>Im Namespace %1 gibt es kein Release von Helm. Cluster › Deployen macht eines aus der Zeichnung.</translation>
    </message>
    <message>
      <source>There is no release of Helm in this cluster. Cluster › Deploy makes one of the drawing.</source>
      <translation>In diesem Cluster gibt es kein Release von Helm. Cluster › Deployen macht eines aus der Zeichnung.</translation>
    </message>
    <message>
      <source>There is no release of Helm.</source>
      <translation>Es gibt kein Release von Helm.</translation>
    </message>
    <message>
      <source>There is no starter %1.</source>
      <translation>Es gibt keinen Starter %1.</translation>
    </message>
    <message>
      <source>There is no such driver on this system</source>
      <translation>Einen solchen Treiber gibt es auf diesem System nicht</translation>
    </message>
    <message>
      <source>There is nothing of %1 in %2.</source>
      <translation>In %2 ist nichts von %1.</translation>
    </message>
    <message>
      <source>There is nothing of the release %1 in the namespace %2.</source>
      <translation>Im Namespace %2 gibt es nichts vom Release %1.</translation>
    </message>
    <message>
      <source>There is nothing to draw in %1.</source>
      <translation>In %1 ist nichts zu zeichnen.</translation>
    </message>
    <message>
      <source>There is one revision only.</source>
      <translation>Es gibt nur eine Revision.</translation>
    </message>
    <message>
      <source>There was no keychain to keep them in: they are in memory alone.</source>
      <translation>Es gab keinen Schlüsselbund für sie: sie sind nur im Speicher.</translation>
    </message>
    <message>
      <source>They are left out of the chart's manifests until the strategy is another.</source>
      <translation>Sie bleiben aus den Manifesten des Charts, bis die Strategie eine andere ist.</translation>
    </message>
    <message>
      <source>They are replaced one after another, as its strategy says.</source>
      <translation>Sie werden nacheinander ersetzt, wie es die Strategie sagt.</translation>
    </message>
    <message>
      <source>They are taken out of the keychain, also for copies of the projects' folders. This cannot be undone.</source>
      <translation>Sie werden aus dem Schlüsselbund genommen, auch für Kopien der Projektordner. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
      <source>They have no names. Save the image by its name, or alone.</source>
      <translation>Sie haben keine Namen. Das Image unter seinem Namen speichern, oder allein.</translation>
    </message>
    <message>
      <source>This account may not %1 %2 in this cluster</source>
      <translation>Dieses Konto darf in diesem Cluster kein %1 für %2</translation>
    </message>
    <message>
      <source>This account may not %1 %2 in this namespace</source>
      <translation>Dieses Konto darf in diesem Namespace kein %1 für %2</translation>
    </message>
    <message>
      <source>This cannot be undone: the list of steps to undo is cleared, and the unsaved work that is kept for a recovery is written anew, since both would keep the old value.</source>
      <translation>Das lässt sich nicht rückgängig machen: Die Liste der Schritte zum Rückgängigmachen wird geleert, und was für eine Wiederherstellung aufbewahrt wird, wird neu geschrieben, da beide den alten Wert behielten.</translation>
    </message>
    <message>
      <source>This driver does not run as root</source>
      <translation>Dieser Treiber läuft nicht als root</translation>
    </message>
    <message>
      <source>This driver has to run as root</source>
      <translation>Dieser Treiber muss als root laufen</translation>
    </message>
    <message>
      <source>This entry is there twice</source>
      <translation>Diesen Eintrag gibt es zweimal</translation>
    </message>
    <message>
      <source>This is a &amp;production cluster: mark it, and let me type its name before anything is changed</source>
      <translation>Das ist ein &amp;Produktivcluster: kennzeichnen, und vor Änderungen den Namen tippen lassen</translation>
    </message>
    <message>
      <source>This is a certificate: here stands its private key.</source>
      <translation>Das ist ein Zertifikat: hier steht der private Schlüssel dazu.</translation>
    </message>
    <message>
      <source>This is a private key: here stands the certificate.</source>
      <translation>Das ist ein privater Schlüssel: hier steht das Zertifikat.</translation>
    </message>
    <message>
      <source>This is a production cluster. Type its name to go on: %1</source>
      <translation>Das ist ein Produktivcluster. Tippen Sie seinen Namen, um fortzufahren: %1</translation>
    </message>
    <message>
      <source>This is base64 already, and would be encoded twice.</source>
      <translation>Das ist schon base64 und würde doppelt kodiert.</translation>
    </message>
    <message>
      <source>This is left out: it is no object of Kubernetes, it has neither apiVersion nor kind</source>
      <translation>Dies ist ausgelassen: es ist kein Objekt von Kubernetes, es hat weder apiVersion noch kind</translation>
    </message>
    <message>
      <source>This is no certificate: it begins with -----BEGIN CERTIFICATE-----.</source>
      <translation>Das ist kein Zertifikat: eines beginnt mit -----BEGIN CERTIFICATE-----.</translation>
    </message>
    <message>
      <source>This is no private key: it begins with -----BEGIN PRIVATE KEY-----.</source>
      <translation>Das ist kein privater Schlüssel: einer beginnt mit -----BEGIN PRIVATE KEY-----.</translation>
    </message>
    <message>
      <source>This is only the beginning of %1 characters. Read all of it in %2.</source>
      <translation>Das ist nur der Anfang von %1 Zeichen. Lesen Sie alles in %2.</translation>
    </message>
    <message>
      <source>This looks like the template of a Helm chart: import what "helm template" makes of the chart.</source>
      <translation>Das sieht wie die Vorlage eines Helm-Charts aus: lesen Sie ein, was „helm template“ aus dem Chart macht.</translation>
    </message>
    <message>
      <source>This machine has less memory than Minikube was to take</source>
      <translation>Dieser Rechner hat weniger Speicher, als Minikube nehmen sollte</translation>
    </message>
    <message>
      <source>This machine has too few processors for Minikube</source>
      <translation>Dieser Rechner hat zu wenige Prozessoren für Minikube</translation>
    </message>
    <message>
      <source>This probe of %1 asks in several ways: %2</source>
      <translation>Diese Prüfung von %1 fragt auf mehrere Arten: %2</translation>
    </message>
    <message>
      <source>This probe of %1 asks nothing</source>
      <translation>Diese Prüfung von %1 fragt nichts</translation>
    </message>
    <message>
      <source>This system opens no browser.</source>
      <translation>Dieses System öffnet keinen Browser.</translation>
    </message>
    <message>
      <source>Tick which keys are secret: their values go into the keychain, never into the drawing. Configuration stands in the drawing and in the chart, for all to read.</source>
      <translation>Kreuzen Sie an, welche Schlüssel geheim sind: Ihre Werte kommen in den Schlüsselbund, nie in die Zeichnung. Konfiguration steht in der Zeichnung und im Chart, für alle lesbar.</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Zeit</translation>
    </message>
    <message>
      <source>Time to stop in before a container is killed.</source>
      <translation>Zeit zum Anhalten, bevor ein Container abgebrochen wird.</translation>
    </message>
    <message>
      <source>Timeout</source>
      <translation>Zeitgrenze</translation>
    </message>
    <message>
      <source>To</source>
      <translation>Nach</translation>
    </message>
    <message>
      <source>Todo application</source>
      <translation>Todo-Anwendung</translation>
    </message>
    <message>
      <source>Tolerations</source>
      <translation>Tolerations</translation>
    </message>
    <message>
      <source>Toolbar</source>
      <translation>Werkzeugleiste</translation>
    </message>
    <message>
      <source>Topology spread</source>
      <translation>Topologie-Verteilung</translation>
    </message>
    <message>
      <source>Traffic is sent to pods that cannot answer yet.</source>
      <translation>Anfragen gehen an Pods, die noch nicht antworten können.</translation>
    </message>
    <message>
      <source>Tries an override, as helm's --set does. Nothing is stored.</source>
      <translation>Probiert eine Überschreibung aus wie --set von Helm. Nichts wird gespeichert.</translation>
    </message>
    <message>
      <source>Try &amp;Again</source>
      <translation>&amp;Noch einmal</translation>
    </message>
    <message>
      <source>Try Again</source>
      <translation>Noch einmal</translation>
    </message>
    <message>
      <source>Try again in a moment. If it stays so, log out and in again.</source>
      <translation>Versuchen Sie es gleich noch einmal. Bleibt es so, melden Sie sich ab und wieder an.</translation>
    </message>
    <message>
      <source>Try again, and answer the keychain's question.</source>
      <translation>Versuchen Sie es noch einmal, und beantworten Sie die Frage des Schlüsselbunds.</translation>
    </message>
    <message>
      <source>Try again.</source>
      <translation>Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
      <source>Try again. "minikube logs" tells more; "minikube delete" makes it anew.</source>
      <translation>Noch einmal versuchen. „minikube logs“ sagt mehr; nach „minikube delete“ wird es neu angelegt.</translation>
    </message>
    <message>
      <source>Try again. If it stays so, make it anew: minikube delete, which deletes all that runs in it.</source>
      <translation>Noch einmal versuchen. Bleibt es so, neu anlegen: minikube delete, das alles löscht, was darin läuft.</translation>
    </message>
    <message>
      <source>Try again. If it stays so, restart it: minikube stop.</source>
      <translation>Noch einmal versuchen. Bleibt es so, neu starten: minikube stop.</translation>
    </message>
    <message>
      <source>Try again. If no Chartwright runs, remove the file that ends in .lock.</source>
      <translation>Versuchen Sie es noch einmal. Läuft kein Chartwright, entfernen Sie die Datei, die auf .lock endet.</translation>
    </message>
    <message>
      <source>Try again; if it stays so, look at the logs of the API server.</source>
      <translation>Noch einmal versuchen; bleibt es so, in die Logs des API-Servers sehen.</translation>
    </message>
    <message>
      <source>Two containers of a pod are called %1</source>
      <translation>Zwei Container eines Pods heißen %1</translation>
    </message>
    <message>
      <source>Two entries are called %1</source>
      <translation>Zwei Einträge heißen %1</translation>
    </message>
    <message>
      <source>Two pods may run different contents, and a rollback goes nowhere.</source>
      <translation>Zwei Pods können verschiedene Inhalte ausführen, und ein Rollback führt nirgendwohin.</translation>
    </message>
    <message>
      <source>Two resources of the kind %1 are called %2</source>
      <translation>Zwei Ressourcen der Art %1 heißen %2</translation>
    </message>
    <message>
      <source>Type</source>
      <translation>Typ</translation>
    </message>
    <message>
      <source>Type a kind</source>
      <translation>Eine Art tippen</translation>
    </message>
    <message>
      <source>Type it, or give it on standard input.</source>
      <translation>Tippen Sie ihn, oder geben Sie ihn auf der Standardeingabe.</translation>
    </message>
    <message>
      <source>Type the &amp;JSON Instead</source>
      <translation>Stattdessen das &amp;JSON eintippen</translation>
    </message>
    <message>
      <source>U+0000 and halves of surrogate pairs cannot be written</source>
      <translation>U+0000 und halbe Surrogatpaare lassen sich nicht schreiben</translation>
    </message>
    <message>
      <source>Undo can bring it back</source>
      <translation>Rückgängig kann ihn zurückholen</translation>
    </message>
    <message numerus="yes">
      <source>Undo could still bring %n of them back.</source>
      <translation>
        <numerusform>Rückgängig könnte %n davon noch zurückholen.</numerusform>
        <numerusform>Rückgängig könnte %n davon noch zurückholen.</numerusform>
      </translation>
    </message>
    <message>
      <source>Undo could still bring it back.</source>
      <translation>Rückgängig könnte ihn noch zurückholen.</translation>
    </message>
    <message>
      <source>Uninstall %1 from the namespace %2 of %3?</source>
      <translation>%1 aus dem Namespace %2 von %3 deinstallieren?</translation>
    </message>
    <message>
      <source>Uninstall a Release</source>
      <translation>Ein Release deinstallieren</translation>
    </message>
    <message>
      <source>Uninstalling %1…</source>
      <translation>%1 wird deinstalliert …</translation>
    </message>
    <message>
      <source>Uninstall…</source>
      <translation>Deinstallieren …</translation>
    </message>
    <message>
      <source>Unless set: %1</source>
      <translation>Ohne Angabe: %1</translation>
    </message>
    <message>
      <source>Unlock it.</source>
      <translation>Entsperren Sie ihn.</translation>
    </message>
    <message>
      <source>Unlock…</source>
      <translation>Entsperren …</translation>
    </message>
    <message>
      <source>Unsaved work cannot be kept for a recovery. %1</source>
      <translation>Ungespeicherte Arbeit kann nicht für eine Wiederherstellung aufgehoben werden. %1</translation>
    </message>
    <message>
      <source>Unset</source>
      <translation>Nicht gesetzt</translation>
    </message>
    <message>
      <source>Unset: the pod's address.</source>
      <translation>Ohne Angabe: die Adresse des Pods.</translation>
    </message>
    <message>
      <source>Until it succeeds the other probes wait.</source>
      <translation>Bis sie gelingt, warten die anderen Prüfungen.</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>Unbenannt</translation>
    </message>
    <message>
      <source>Update Chartwright.</source>
      <translation>Aktualisieren Sie Chartwright.</translation>
    </message>
    <message>
      <source>Update the cluster, or install what serves this kind.</source>
      <translation>Aktualisieren Sie den Cluster, oder installieren Sie, was diese Art bedient.</translation>
    </message>
    <message>
      <source>Update the plugin, or run its command in a terminal to see more.</source>
      <translation>Das Plugin aktualisieren, oder seinen Befehl in einem Terminal ausführen, um mehr zu sehen.</translation>
    </message>
    <message>
      <source>Update the plugin, then let it write the kubeconfig anew; it now uses %1.</source>
      <translation>Das Plugin aktualisieren und die kubeconfig von ihm neu schreiben lassen; es verwendet jetzt %1.</translation>
    </message>
    <message>
      <source>Upgrade %1 in the namespace %2 of %3?</source>
      <translation>%1 im Namespace %2 von %3 aktualisieren?</translation>
    </message>
    <message>
      <source>Us&amp;er:</source>
      <translation>B&amp;enutzer:</translation>
    </message>
    <message>
      <source>Usage: chartwright-cli %1 %2 [OPTIONS]</source>
      <translation>Aufruf: chartwright-cli %1 %2 [OPTIONS]</translation>
    </message>
    <message>
      <source>Usage: chartwright-cli COMMAND [OPTIONS]</source>
      <translation>Aufruf: chartwright-cli COMMAND [OPTIONS]</translation>
    </message>
    <message>
      <source>Use %1</source>
      <translation>%1 verwenden</translation>
    </message>
    <message>
      <source>Use 0.0.0.0</source>
      <translation>0.0.0.0 verwenden</translation>
    </message>
    <message>
      <source>Use 0.0.0.0.</source>
      <translation>0.0.0.0 verwenden.</translation>
    </message>
    <message>
      <source>Use 1</source>
      <translation>1 verwenden</translation>
    </message>
    <message>
      <source>Use 1 or 1m for CPU; 1, 1k, 1Ki, 1M, 1Mi and so on for memory.</source>
      <translation>Für CPU 1 oder 1m nehmen; für Speicher 1, 1k, 1Ki, 1M, 1Mi und so weiter.</translation>
    </message>
    <message>
      <source>Use 1 to 65535.</source>
      <translation>1 bis 65535 verwenden.</translation>
    </message>
    <message>
      <source>Use 1.</source>
      <translation>Verwenden Sie 1.</translation>
    </message>
    <message>
      <source>Use 2.</source>
      <translation>2 verwenden.</translation>
    </message>
    <message>
      <source>Use 25%</source>
      <translation>25% verwenden</translation>
    </message>
    <message>
      <source>Use 30000 to 32767, or none.</source>
      <translation>30000 bis 32767 verwenden oder keinen.</translation>
    </message>
    <message>
      <source>Use Exists</source>
      <translation>Exists nehmen</translation>
    </message>
    <message>
      <source>Use Helm 3 or 4 as it comes from helm.sh.</source>
      <translation>Helm 3 oder 4 nehmen, wie es von helm.sh kommt.</translation>
    </message>
    <message>
      <source>Use IfNotPresent</source>
      <translation>IfNotPresent verwenden</translation>
    </message>
    <message>
      <source>Use IfNotPresent.</source>
      <translation>IfNotPresent verwenden.</translation>
    </message>
    <message>
      <source>Use ImplementationSpecific</source>
      <translation>ImplementationSpecific verwenden</translation>
    </message>
    <message>
      <source>Use ImplementationSpecific.</source>
      <translation>ImplementationSpecific verwenden.</translation>
    </message>
    <message>
      <source>Use NodePort</source>
      <translation>NodePort verwenden</translation>
    </message>
    <message>
      <source>Use NodePort, or an Ingress in front of a ClusterIP.</source>
      <translation>NodePort verwenden, oder einen Ingress vor einer ClusterIP.</translation>
    </message>
    <message>
      <source>Use Prefix</source>
      <translation>Prefix verwenden</translation>
    </message>
    <message>
      <source>Use RuntimeDefault</source>
      <translation>RuntimeDefault nehmen</translation>
    </message>
    <message>
      <source>Use a claim, a ConfigMap or an empty folder.</source>
      <translation>Einen Claim, eine ConfigMap oder einen leeren Ordner verwenden.</translation>
    </message>
    <message>
      <source>Use a higher port; the Service can keep the low one.</source>
      <translation>Einen höheren Port verwenden; der Service kann den niedrigen behalten.</translation>
    </message>
    <message>
      <source>Use a version.</source>
      <translation>Eine Version verwenden.</translation>
    </message>
    <message>
      <source>Use a whole version such as v1.0.0 or a commit such as sha-abc123.</source>
      <translation>Eine ganze Version wie v1.0.0 oder einen Commit wie sha-abc123 verwenden.</translation>
    </message>
    <message>
      <source>Use an address with http:// or socks5://.</source>
      <translation>Eine Adresse mit http:// oder socks5:// verwenden.</translation>
    </message>
    <message>
      <source>Use an empty folder</source>
      <translation>Einen leeren Ordner verwenden</translation>
    </message>
    <message>
      <source>Use an “exec” plugin instead.</source>
      <translation>Stattdessen ein „exec“-Plugin verwenden.</translation>
    </message>
    <message>
      <source>Use an “exec” plugin such as kubelogin (oidc-login) instead.</source>
      <translation>Stattdessen ein „exec“-Plugin wie kubelogin (oidc-login) verwenden.</translation>
    </message>
    <message>
      <source>Use at least 1.</source>
      <translation>Mindestens 1 verwenden.</translation>
    </message>
    <message>
      <source>Use at most 63 letters, digits, '-', '_' and '.', with a letter or a digit at both ends.</source>
      <translation>Höchstens 63 Buchstaben, Ziffern, „-“, „_“ und „.“ verwenden, mit einem Buchstaben oder einer Ziffer an beiden Enden.</translation>
    </message>
    <message>
      <source>Use fewer replicas, ask for less, or raise the quota.</source>
      <translation>Weniger Replikate nehmen, weniger verlangen oder das Kontingent erhöhen.</translation>
    </message>
    <message>
      <source>Use fewer.</source>
      <translation>Weniger verwenden.</translation>
    </message>
    <message>
      <source>Use letters and digits, starting with a letter.</source>
      <translation>Buchstaben und Ziffern verwenden, mit einem Buchstaben am Anfang.</translation>
    </message>
    <message>
      <source>Use letters, digits and '_'.</source>
      <translation>Buchstaben, Ziffern und '_' verwenden.</translation>
    </message>
    <message>
      <source>Use letters, digits, '.', '-' and '_'.</source>
      <translation>Buchstaben, Ziffern, '.', '-' und '_' verwenden.</translation>
    </message>
    <message>
      <source>Use lower-case letters, digits and '-', at most 15.</source>
      <translation>Kleinbuchstaben, Ziffern und '-' verwenden, höchstens 15.</translation>
    </message>
    <message>
      <source>Use lower-case letters, digits and “-”.</source>
      <translation>Kleinbuchstaben, Ziffern und „-“ verwenden.</translation>
    </message>
    <message>
      <source>Use one node for %1</source>
      <translation>Einen Knoten für %1 verwenden</translation>
    </message>
    <message>
      <source>Use one node for both</source>
      <translation>Einen Knoten für beide verwenden</translation>
    </message>
    <message>
      <source>Use port %1</source>
      <translation>Port %1 verwenden</translation>
    </message>
    <message>
      <source>Use the address of %1</source>
      <translation>Die Adresse von %1 verwenden</translation>
    </message>
    <message>
      <source>Use the address of the Ingress: give that a host, then there is a fix.</source>
      <translation>Die Adresse des Ingress verwenden: ihm einen Host geben, dann gibt es eine Behebung.</translation>
    </message>
    <message>
      <source>Use the app version as its tag</source>
      <translation>Die App-Version als Tag verwenden</translation>
    </message>
    <message>
      <source>Use the profile RuntimeDefault.</source>
      <translation>Das Profil RuntimeDefault verwenden.</translation>
    </message>
    <message>
      <source>Use usual amounts</source>
      <translation>Übliche Mengen verwenden</translation>
    </message>
    <message>
      <source>Use “%1”</source>
      <translation>„%1“ verwenden</translation>
    </message>
    <message>
      <source>Used by</source>
      <translation>Verwendet von</translation>
    </message>
    <message>
      <source>User</source>
      <translation>Benutzer</translation>
    </message>
    <message>
      <source>User &amp;Guide</source>
      <translation>&amp;Benutzerhandbuch</translation>
    </message>
    <message>
      <source>User Guide</source>
      <translation>Benutzerhandbuch</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>Wert</translation>
    </message>
    <message>
      <source>Value from a File</source>
      <translation>Wert aus einer Datei</translation>
    </message>
    <message>
      <source>Value of %1: </source>
      <translation>Wert von %1: </translation>
    </message>
    <message>
      <source>Value of a Secret</source>
      <translation>Wert eines Secrets</translation>
    </message>
    <message>
      <source>Value, shown for a moment</source>
      <translation>Wert, für einen Moment gezeigt</translation>
    </message>
    <message>
      <source>Values</source>
      <translation>Werte</translation>
    </message>
    <message>
      <source>Values are kept in a keychain, and nowhere else: run this in a desktop session, or under dbus-run-session with a keychain such as gnome-keyring.</source>
      <translation>Werte werden in einem Schlüsselbund verwahrt und nirgends sonst: Starten Sie dies in einer Desktop-Sitzung oder unter dbus-run-session mit einem Schlüsselbund wie gnome-keyring.</translation>
    </message>
    <message>
      <source>Values given later win: those of the drawn release, then --values, then --set.</source>
      <translation>Später genannte Werte gelten: die des gezeichneten Releases, dann --values, dann --set.</translation>
    </message>
    <message>
      <source>Values in the keychain</source>
      <translation>Werte im Schlüsselbund</translation>
    </message>
    <message>
      <source>Values key</source>
      <translation>Werteschlüssel</translation>
    </message>
    <message>
      <source>Values of Secrets</source>
      <translation>Werte von Secrets</translation>
    </message>
    <message>
      <source>Values of Secrets are missing</source>
      <translation>Werte von Secrets fehlen</translation>
    </message>
    <message>
      <source>Values that this release has in place of the drawn ones.</source>
      <translation>Werte, die dieses Release statt der gezeichneten hat.</translation>
    </message>
    <message>
      <source>Values, for an installation that lets the chart make the Secret. Keep them out of version control.</source>
      <translation>Werte für eine Installation, bei der das Chart das Secret anlegt. Nicht in die Versionsverwaltung geben.</translation>
    </message>
    <message>
      <source>Values: changed</source>
      <translation>Werte: geändert</translation>
    </message>
    <message>
      <source>Variables</source>
      <translation>Variablen</translation>
    </message>
    <message>
      <source>Variables (.env .env.* *.env)</source>
      <translation>Variablen (.env .env.* *.env)</translation>
    </message>
    <message>
      <source>Variables take keys, not a volume</source>
      <translation>Variablen nehmen Schlüssel, kein Volume</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>Version</translation>
    </message>
    <message>
      <source>Version %1, with Qt %2</source>
      <translation>Version %1, mit Qt %2</translation>
    </message>
    <message>
      <source>Version and licence</source>
      <translation>Version und Lizenz</translation>
    </message>
    <message>
      <source>Version label</source>
      <translation>Versions-Label</translation>
    </message>
    <message>
      <source>Version of the image.</source>
      <translation>Version des Images.</translation>
    </message>
    <message>
      <source>Virtualization is turned off on this machine</source>
      <translation>Die Virtualisierung ist auf diesem Rechner ausgeschaltet</translation>
    </message>
    <message>
      <source>Volume</source>
      <translation>Volume</translation>
    </message>
    <message>
      <source>Volume group</source>
      <translation>Volume-Gruppe</translation>
    </message>
    <message>
      <source>Volumes</source>
      <translation>Volumes</translation>
    </message>
    <message>
      <source>Wait %1 s</source>
      <translation>%1 s warten</translation>
    </message>
    <message>
      <source>Wait for the pods</source>
      <translation>Auf die Pods warten</translation>
    </message>
    <message>
      <source>Wait no longer than that; then the exit code is 1.</source>
      <translation>Nicht länger warten; dann ist der Exit-Code 1.</translation>
    </message>
    <message>
      <source>Wait until all is as it should be; with --watch, tell each change meanwhile.</source>
      <translation>Warten, bis alles ist, wie es sein soll; mit --watch unterdessen jede Änderung melden.</translation>
    </message>
    <message>
      <source>Waiting for an address</source>
      <translation>Auf eine Adresse wird gewartet</translation>
    </message>
    <message>
      <source>Waiting for the keychain…</source>
      <translation>Warten auf den Schlüsselbund …</translation>
    </message>
    <message>
      <source>Waiting: %1.</source>
      <translation>Es wird gewartet: %1.</translation>
    </message>
    <message>
      <source>Waits for your answer</source>
      <translation>Wartet auf Ihre Antwort</translation>
    </message>
    <message>
      <source>Warning</source>
      <translation>Warnung</translation>
    </message>
    <message>
      <source>Warnings</source>
      <translation>Warnungen</translation>
    </message>
    <message>
      <source>Warnings count as errors.</source>
      <translation>Warnungen zählen als Fehler.</translation>
    </message>
    <message>
      <source>What Helm says of it.</source>
      <translation>Was Helm darüber sagt.</translation>
    </message>
    <message>
      <source>What a cluster gets</source>
      <translation>Was ein Cluster bekommt</translation>
    </message>
    <message>
      <source>What cannot be written is not exported.</source>
      <translation>Was sich nicht schreiben lässt, wird nicht exportiert.</translation>
    </message>
    <message>
      <source>What differs</source>
      <translation>Was sich unterscheidet</translation>
    </message>
    <message>
      <source>What has to be there; unset, anything.</source>
      <translation>Was da sein muss; ohne Angabe irgendetwas.</translation>
    </message>
    <message>
      <source>What it installs.</source>
      <translation>Was es installiert.</translation>
    </message>
    <message>
      <source>What it referred to was deleted.</source>
      <translation>Worauf es verwies, wurde gelöscht.</translation>
    </message>
    <message>
      <source>What it refers to is not there</source>
      <translation>Worauf es verweist, gibt es nicht</translation>
    </message>
    <message>
      <source>What it runs.</source>
      <translation>Was er ausführt.</translation>
    </message>
    <message>
      <source>What it was a value of is deleted.</source>
      <translation>Wovon es ein Wert war, wurde gelöscht.</translation>
    </message>
    <message>
      <source>What its pods write</source>
      <translation>Was die Pods schreiben</translation>
    </message>
    <message>
      <source>What makes a pod unready for a moment also restarts it.</source>
      <translation>Was einen Pod kurz nicht bereit macht, startet ihn auch neu.</translation>
    </message>
    <message>
      <source>What rolling %1 back from revision %2 to %3 would change, by what Helm noted of both. Nothing is changed yet.</source>
      <translation>Was das Zurücksetzen von %1 von Revision %2 auf %3 ändern würde, nach dem, was Helm von beiden vermerkt hat. Noch ist nichts geändert.</translation>
    </message>
    <message>
      <source>What the container is given, and may use at most.</source>
      <translation>Was der Container bekommt und höchstens verbrauchen darf.</translation>
    </message>
    <message>
      <source>What the driver needs is not there</source>
      <translation>Was der Treiber braucht, ist nicht da</translation>
    </message>
    <message>
      <source>What the image was built for; it has to be the node's.</source>
      <translation>Wofür das Image gebaut wurde; es muss zum Knoten passen.</translation>
    </message>
    <message>
      <source>What the key is for.</source>
      <translation>Wozu der Schlüssel dient.</translation>
    </message>
    <message>
      <source>What the key is for; a comment in values.yaml.</source>
      <translation>Wozu der Schlüssel dient; ein Kommentar in values.yaml.</translation>
    </message>
    <message>
      <source>What the keys are used for.</source>
      <translation>Wozu die Schlüssel dienen.</translation>
    </message>
    <message>
      <source>What the program can do, and how</source>
      <translation>Was das Programm kann, und wie</translation>
    </message>
    <message>
      <source>What the program does, never what your fields hold.</source>
      <translation>Was das Programm tut, nie der Inhalt von Feldern.</translation>
    </message>
    <message>
      <source>What the programs of the chosen step say</source>
      <translation>Was die Programme des gewählten Schritts sagen</translation>
    </message>
    <message>
      <source>What this refers to is not in the drawing</source>
      <translation>Worauf dies verweist, ist nicht in der Zeichnung</translation>
    </message>
    <message>
      <source>What to start from: %1.</source>
      <translation>Womit begonnen wird: %1.</translation>
    </message>
    <message>
      <source>What was done stays. Deploying again goes on where it ended.</source>
      <translation>Was getan wurde, bleibt. Noch einmal deployt, geht es weiter, wo es endete.</translation>
    </message>
    <message>
      <source>What you changed is lost if you do not save it.</source>
      <translation>Ohne Speichern gehen die Änderungen verloren.</translation>
    </message>
    <message>
      <source>What?</source>
      <translation>Was?</translation>
    </message>
    <message>
      <source>What’s This?</source>
      <translation>Was ist das?</translation>
    </message>
    <message>
      <source>Wheel</source>
      <translation>Mausrad</translation>
    </message>
    <message>
      <source>When it fails the container is restarted.</source>
      <translation>Wenn sie scheitert, wird der Container neu gestartet.</translation>
    </message>
    <message>
      <source>When its node goes down or it is updated, nothing answers.</source>
      <translation>Wenn sein Knoten ausfällt oder es aktualisiert wird, antwortet nichts.</translation>
    </message>
    <message>
      <source>When the node pulls the image.</source>
      <translation>Wann der Knoten das Image holt.</translation>
    </message>
    <message>
      <source>Where</source>
      <translation>Wo</translation>
    </message>
    <message>
      <source>Where it is pulled from. Empty for an image that is local or on Docker Hub.</source>
      <translation>Woher es geholt wird. Leer für ein lokales Image oder eines von Docker Hub.</translation>
    </message>
    <message>
      <source>Where its value comes from, such as .env.</source>
      <translation>Woher der Wert kommt, etwa .env.</translation>
    </message>
    <message>
      <source>Where its value comes from.</source>
      <translation>Woher der Wert kommt.</translation>
    </message>
    <message>
      <source>Where its values stand in values.yaml, and how --set names them: %1.…</source>
      <translation>Wo seine Werte in values.yaml stehen und wie --set sie nennt: %1.…</translation>
    </message>
    <message>
      <source>Where requests go that no rule matches.</source>
      <translation>Wohin Anfragen gehen, zu denen keine Regel passt.</translation>
    </message>
    <message>
      <source>Where the cluster has nothing of that name no pod starts or no request arrives, and a new name of what is drawn does not reach it.</source>
      <translation>Wo der Cluster nichts dieses Namens hat, startet kein Pod oder kommt keine Anfrage an, und ein neuer Name des Gezeichneten kommt hier nicht an.</translation>
    </message>
    <message>
      <source>Where the object lives. Unset, it goes to the namespace of the release.</source>
      <translation>Wo das Objekt lebt. Ohne Angabe im Namespace des Releases.</translation>
    </message>
    <message>
      <source>Where the release is installed.</source>
      <translation>Wo das Release installiert wird.</translation>
    </message>
    <message>
      <source>Where to Deploy</source>
      <translation>Wohin es geht</translation>
    </message>
    <message>
      <source>Wherever the pod does not set it itself the application finds the address of the Service there, such as tcp://10.0.0.1:80.</source>
      <translation>Wo der Pod sie nicht selbst setzt, findet die Anwendung darin die Adresse des Service, etwa tcp://10.0.0.1:80.</translation>
    </message>
    <message>
      <source>Whether a process may gain more privileges than its parent.</source>
      <translation>Ob ein Prozess mehr Rechte bekommen kann als sein Elternprozess.</translation>
    </message>
    <message>
      <source>Whether the Ingress is installed.</source>
      <translation>Ob der Ingress installiert wird.</translation>
    </message>
    <message>
      <source>Which controller serves it is left to chance.</source>
      <translation>Welcher Controller ihn bedient, bleibt dem Zufall überlassen.</translation>
    </message>
    <message>
      <source>Which controller serves it, such as nginx.</source>
      <translation>Welcher Controller ihn bedient, etwa nginx.</translation>
    </message>
    <message>
      <source>While it fails the pod gets no traffic.</source>
      <translation>Solange sie scheitert, bekommt der Pod keine Anfragen.</translation>
    </message>
    <message>
      <source>Who can reach it: the cluster, every node, or the world.</source>
      <translation>Wer ihn erreicht: der Cluster, jeder Knoten oder die Welt.</translation>
    </message>
    <message>
      <source>Whoever has the project or the chart has the values.</source>
      <translation>Wer das Projekt oder das Chart hat, hat die Werte.</translation>
    </message>
    <message>
      <source>Whoever may change the Ingress takes over the controller; most clusters refuse it.</source>
      <translation>Wer den Ingress ändern darf, übernimmt den Controller; die meisten Cluster lehnen es ab.</translation>
    </message>
    <message>
      <source>Whoever serves with it falls back to another certificate, or does not start.</source>
      <translation>Wer damit ausliefert, fällt auf ein anderes Zertifikat zurück oder startet nicht.</translation>
    </message>
    <message>
      <source>Whom the pods run as, and what they may do.</source>
      <translation>Als wer die Pods laufen und was sie dürfen.</translation>
    </message>
    <message>
      <source>Wire</source>
      <translation>Verbindung</translation>
    </message>
    <message>
      <source>Wire %1 to %2</source>
      <translation>%1 mit %2 verbinden</translation>
    </message>
    <message>
      <source>Wire TLS to a Secret with the keys tls.crt and tls.key.</source>
      <translation>TLS mit einem Secret verbinden, das die Schlüssel tls.crt und tls.key hat.</translation>
    </message>
    <message>
      <source>Wire a Deployment to it, or delete it.</source>
      <translation>Ein Deployment damit verbinden oder es löschen.</translation>
    </message>
    <message>
      <source>Wire it to %1</source>
      <translation>Mit %1 verbinden</translation>
    </message>
    <message>
      <source>Wire it to a Deployment, or delete it.</source>
      <translation>Mit einem Deployment verbinden oder löschen.</translation>
    </message>
    <message>
      <source>Wire it to a Deployment.</source>
      <translation>Mit einem Deployment verbinden.</translation>
    </message>
    <message>
      <source>Wire it to something else, or remove the reference.</source>
      <translation>Mit etwas anderem verbinden oder den Verweis entfernen.</translation>
    </message>
    <message>
      <source>Wire it to the Deployment that fits best</source>
      <translation>Mit dem Deployment verbinden, das am besten passt</translation>
    </message>
    <message>
      <source>Wire it to what is drawn, or accept it with a reason where the cluster has it.</source>
      <translation>Mit dem Gezeichneten verbinden, oder mit einer Begründung akzeptieren, wo der Cluster es hat.</translation>
    </message>
    <message>
      <source>Wire the path to a Service.</source>
      <translation>Den Pfad mit einem Service verbinden.</translation>
    </message>
    <message>
      <source>Wire to something new</source>
      <translation>Mit etwas Neuem verbinden</translation>
    </message>
    <message>
      <source>With --minikube the profile is started where it does not run, given the ingress addon where something drawn needs it, and the images that this machine builds or has. The Secrets come first, from the keychain, under the names that the chart uses; then helm, which is given no value of them; then what reads a changed Secret restarts, and all is waited for. Exit code 1: not all became ready; 2: it ended before.</source>
      <translation>Mit --minikube wird das Profil gestartet, wo es nicht läuft, und bekommt das Addon ingress, wo etwas Gezeichnetes es braucht, und die Images, die dieser Rechner baut oder hat. Zuerst kommen die Secrets, aus dem Schlüsselbund, unter den Namen, die das Chart verwendet; dann helm, das keinen Wert davon bekommt; dann startet neu, was ein geändertes Secret liest, und auf alles wird gewartet. Exit-Code 1: nicht alles wurde bereit; 2: Es endete vorher.</translation>
    </message>
    <message>
      <source>With list: in all namespaces.</source>
      <translation>Mit list: in allen Namespaces.</translation>
    </message>
    <message>
      <source>With no surge and none unavailable an update cannot begin</source>
      <translation>Ohne zusätzliche und ohne fehlende Pods kann eine Aktualisierung nicht beginnen</translation>
    </message>
    <message>
      <source>With rollback: take fields that somebody else has set.</source>
      <translation>Mit rollback: Felder übernehmen, die jemand anderes gesetzt hat.</translation>
    </message>
    <message>
      <source>Without a key a toleration is for every taint, which is the operator Exists</source>
      <translation>Ohne Schlüssel gilt eine Toleration für jeden Taint, und das ist der Operator Exists</translation>
    </message>
    <message>
      <source>Without a pod nothing answers.</source>
      <translation>Ohne Pod antwortet nichts.</translation>
    </message>
    <message>
      <source>Without it the address stays “pending”.</source>
      <translation>Ohne ihn bleibt die Adresse auf „pending“.</translation>
    </message>
    <message>
      <source>Without them one pod can starve the others of a node.</source>
      <translation>Ohne sie kann ein Pod die anderen eines Knotens aushungern.</translation>
    </message>
    <message>
      <source>Working folder</source>
      <translation>Arbeitsordner</translation>
    </message>
    <message>
      <source>Write "rule: …" and "reason: …", or remove the entry.</source>
      <translation>„rule: …“ und „reason: …“ schreiben oder den Eintrag entfernen.</translation>
    </message>
    <message>
      <source>Write %1</source>
      <translation>%1 schreiben</translation>
    </message>
    <message>
      <source>Write /%1</source>
      <translation>/%1 schreiben</translation>
    </message>
    <message>
      <source>Write 1 or 25%.</source>
      <translation>1 oder 25% schreiben.</translation>
    </message>
    <message>
      <source>Write @ as %40, / as %2F, # as %23, ? as %3F and % as %25 in the password.</source>
      <translation>Schreiben Sie im Kennwort @ als %40, / als %2F, # als %23, ? als %3F und % als %25.</translation>
    </message>
    <message>
      <source>Write a host name such as todo.example.com.</source>
      <translation>Einen Hostnamen wie todo.example.com schreiben.</translation>
    </message>
    <message>
      <source>Write a number and a unit: 100m, 0.5, 128Mi, 1Gi.</source>
      <translation>Eine Zahl mit Einheit schreiben: 100m, 0.5, 128Mi, 1Gi.</translation>
    </message>
    <message>
      <source>Write a path that starts with “/”, and its type.</source>
      <translation>Einen Pfad schreiben, der mit „/“ beginnt, und seinen Typ.</translation>
    </message>
    <message>
      <source>Write an amount such as 100m, 0.5, 128Mi or 1Gi.</source>
      <translation>Eine Menge wie 100m, 0.5, 128Mi oder 1Gi schreiben.</translation>
    </message>
    <message>
      <source>Write apiVersion and kind, as in "apiVersion: batch/v1" and "kind: Job".</source>
      <translation>Schreiben Sie apiVersion und kind, wie in „apiVersion: batch/v1“ und „kind: Job“.</translation>
    </message>
    <message>
      <source>Write both, as in "apiVersion: v1".</source>
      <translation>Schreiben Sie beides, wie in „apiVersion: v1“.</translation>
    </message>
    <message>
      <source>Write it in one line.</source>
      <translation>In eine Zeile schreiben.</translation>
    </message>
    <message>
      <source>Write key=value, such as backend.replicas=3.</source>
      <translation>Schlüssel=Wert schreiben, etwa backend.replicas=3.</translation>
    </message>
    <message>
      <source>Write one as metadata.name; a number goes in double quotes.</source>
      <translation>Schreiben Sie einen als metadata.name; eine Zahl gehört in doppelte Anführungszeichen.</translation>
    </message>
    <message>
      <source>Write ssl=require.</source>
      <translation>Schreiben Sie ssl=require.</translation>
    </message>
    <message>
      <source>Write the .tgz that helm install takes</source>
      <translation>Das .tgz schreiben, das helm install nimmt</translation>
    </message>
    <message>
      <source>Write the .tgz that helm install takes, into FOLDER or to FOLDER as a file name that ends in .tgz.</source>
      <translation>Das .tgz schreiben, das helm install nimmt: in FOLDER oder unter dem Dateinamen FOLDER, wenn er auf .tgz endet.</translation>
    </message>
    <message>
      <source>Write the Helm chart into the project's folder</source>
      <translation>Das Helm-Chart in den Ordner des Projekts schreiben</translation>
    </message>
    <message>
      <source>Write the Helm chart, and the drawing with it, into another folder</source>
      <translation>Das Helm-Chart mit der Zeichnung in einen anderen Ordner schreiben</translation>
    </message>
    <message>
      <source>Write the character itself, or all of it, as in "\U0001F600".</source>
      <translation>Schreiben Sie das Zeichen selbst, oder das ganze, wie in „\U0001F600“.</translation>
    </message>
    <message>
      <source>Write the drawing to another folder and go on there</source>
      <translation>Die Zeichnung in einen anderen Ordner schreiben und dort weitermachen</translation>
    </message>
    <message>
      <source>Write the drawing to its project's folder</source>
      <translation>Die Zeichnung in den Ordner ihres Projekts schreiben</translation>
    </message>
    <message>
      <source>Write the value out.</source>
      <translation>Den Wert ausschreiben.</translation>
    </message>
    <message>
      <source>Write three numbers, such as 1.0.0.</source>
      <translation>Drei Zahlen wie 1.0.0 schreiben.</translation>
    </message>
    <message>
      <source>Writes the Helm chart; FOLDER is its root.</source>
      <translation>Schreibt das Helm-Chart; FOLDER ist seine Wurzel.</translation>
    </message>
    <message>
      <source>YAML</source>
      <translation>YAML</translation>
    </message>
    <message>
      <source>YAML files (*.yaml *.yml)</source>
      <translation>YAML-Dateien (*.yaml *.yml)</translation>
    </message>
    <message>
      <source>Yes</source>
      <translation>Ja</translation>
    </message>
    <message>
      <source>You have no unsaved changes.</source>
      <translation>Es gibt keine ungespeicherten Änderungen.</translation>
    </message>
    <message>
      <source>You have unsaved changes. Keep them, and saving replaces the file. Or reload the file, and Undo brings your changes back.</source>
      <translation>Es gibt ungespeicherte Änderungen. Bleiben sie, ersetzt Speichern die Datei. Wird die Datei neu geladen, holt Rückgängig sie zurück.</translation>
    </message>
    <message>
      <source>You may not use Docker</source>
      <translation>Sie dürfen Docker nicht benutzen</translation>
    </message>
    <message>
      <source>You may not use libvirt</source>
      <translation>Sie dürfen libvirt nicht benutzen</translation>
    </message>
    <message>
      <source>Your drawing is still here. Save it to write the file again.</source>
      <translation>Die Zeichnung ist noch hier. Speichern schreibt die Datei neu.</translation>
    </message>
    <message>
      <source>Zoom</source>
      <translation>Zoom</translation>
    </message>
    <message>
      <source>Zoom &amp;In</source>
      <translation>Ver&amp;größern</translation>
    </message>
    <message>
      <source>Zoom &amp;Out</source>
      <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
      <source>Zoom at the pointer</source>
      <translation>Am Mauszeiger zoomen</translation>
    </message>
    <message>
      <source>a "$" is neither "$$" nor "${…}"</source>
      <translation>ein „$“ ist weder „$$“ noch „${…}“</translation>
    </message>
    <message>
      <source>a "[" has no "]"</source>
      <translation>zu einem „[“ fehlt das „]“</translation>
    </message>
    <message>
      <source>a "{" has no "}"</source>
      <translation>zu einem „{“ fehlt das „}“</translation>
    </message>
    <message>
      <source>a command is missing</source>
      <translation>ein Befehl fehlt</translation>
    </message>
    <message>
      <source>a field of the login plugin's answer is no text</source>
      <translation>ein Feld der Antwort des Anmelde-Plugins ist kein Text</translation>
    </message>
    <message>
      <source>a file stands where a folder is needed</source>
      <translation>eine Datei steht, wo ein Ordner nötig ist</translation>
    </message>
    <message>
      <source>a folder stands where a file is to be written</source>
      <translation>ein Ordner steht, wo eine Datei geschrieben werden soll</translation>
    </message>
    <message>
      <source>a key is empty</source>
      <translation>ein Schlüssel ist leer</translation>
    </message>
    <message>
      <source>a key is missing</source>
      <translation>ein Schlüssel fehlt</translation>
    </message>
    <message>
      <source>a key is not a string</source>
      <translation>ein Schlüssel ist kein Text</translation>
    </message>
    <message>
      <source>a line of the answer is too long</source>
      <translation>eine Zeile der Antwort ist zu lang</translation>
    </message>
    <message>
      <source>a list</source>
      <translation>eine Liste</translation>
    </message>
    <message>
      <source>a map</source>
      <translation>eine Map</translation>
    </message>
    <message>
      <source>a name is expected: letters, digits, '_', '.' and '-'</source>
      <translation>ein Name wird erwartet: Buchstaben, Ziffern, „_“, „.“ und „-“</translation>
    </message>
    <message>
      <source>a name to act as holds a line end or another control character</source>
      <translation>ein Name, unter dem gehandelt werden soll, enthält ein Zeilenende oder ein anderes Steuerzeichen</translation>
    </message>
    <message>
      <source>a number</source>
      <translation>eine Zahl</translation>
    </message>
    <message>
      <source>a number is too large</source>
      <translation>eine Zahl ist zu groß</translation>
    </message>
    <message>
      <source>a picture ends in .svg or .png</source>
      <translation>ein Bild endet auf .svg oder .png</translation>
    </message>
    <message>
      <source>a picture ends in .svg or .png, not as "%1" does</source>
      <translation>ein Bild endet auf .svg oder .png, nicht wie „%1“</translation>
    </message>
    <message>
      <source>a place has to be two numbers, as [400, 120]</source>
      <translation>ein Platz besteht aus zwei Zahlen wie [400, 120]</translation>
    </message>
    <message>
      <source>a resource has to be a map with "kind", "name" and "fields"</source>
      <translation>eine Ressource ist eine Map mit „kind“, „name“ und „fields“</translation>
    </message>
    <message>
      <source>a temporary file cannot be written</source>
      <translation>eine vorläufige Datei lässt sich nicht schreiben</translation>
    </message>
    <message>
      <source>a user's name or a password is needed</source>
      <translation>ein Benutzername oder ein Passwort wird gebraucht</translation>
    </message>
    <message>
      <source>a user's name with “:” cannot be told from the password</source>
      <translation>ein Benutzername mit „:“ lässt sich nicht vom Passwort trennen</translation>
    </message>
    <message>
      <source>a value holds half of a surrogate pair</source>
      <translation>ein Wert enthält ein halbes Surrogatpaar</translation>
    </message>
    <message>
      <source>a value holds the character U+0000, which no manifest can hold</source>
      <translation>ein Wert enthält das Zeichen U+0000, das kein Manifest enthalten kann</translation>
    </message>
    <message>
      <source>a value is longer than %1 KiB</source>
      <translation>ein Wert ist länger als %1 KiB</translation>
    </message>
    <message>
      <source>a values file holds keys with values</source>
      <translation>eine Wertedatei enthält Schlüssel mit Werten</translation>
    </message>
    <message>
      <source>a variable of the login plugin has no name, or one with “=”</source>
      <translation>eine Variable des Anmelde-Plugins hat keinen Namen oder einen mit „=“</translation>
    </message>
    <message>
      <source>a webhook of the cluster does not answer yet</source>
      <translation>ein Webhook des Clusters antwortet noch nicht</translation>
    </message>
    <message>
      <source>access to the keychain was refused</source>
      <translation>der Zugriff auf den Schlüsselbund wurde verweigert</translation>
    </message>
    <message>
      <source>after "[%1]" a value is missing</source>
      <translation>nach „[%1]“ fehlt ein Wert</translation>
    </message>
    <message>
      <source>after "}" a comma is missing</source>
      <translation>nach „}“ fehlt ein Komma</translation>
    </message>
    <message>
      <source>age %1</source>
      <translation>Alter %1</translation>
    </message>
    <message>
      <source>aliases (*name) are not read</source>
      <translation>Aliasse (*name) werden nicht gelesen</translation>
    </message>
    <message>
      <source>all</source>
      <translation>alle</translation>
    </message>
    <message>
      <source>all is there</source>
      <translation>alles ist da</translation>
    </message>
    <message>
      <source>all of a ConfigMap</source>
      <translation>alles aus einer ConfigMap</translation>
    </message>
    <message>
      <source>all of a Secret</source>
      <translation>alles aus einem Secret</translation>
    </message>
    <message>
      <source>all values at once cannot be printed</source>
      <translation>alle Werte auf einmal lassen sich nicht ausgeben</translation>
    </message>
    <message>
      <source>all; or app=shop,tier!=test</source>
      <translation>alle; oder app=shop,tier!=test</translation>
    </message>
    <message>
      <source>also on line %1, without effect</source>
      <translation>auch in Zeile %1, ohne Wirkung</translation>
    </message>
    <message>
      <source>an accepted finding names no rule</source>
      <translation>ein akzeptierter Befund nennt keine Regel</translation>
    </message>
    <message>
      <source>an autoscaler</source>
      <translation>einem Autoscaler</translation>
    </message>
    <message>
      <source>anchors (&amp;name) are not read</source>
      <translation>Anker (&amp;name) werden nicht gelesen</translation>
    </message>
    <message numerus="yes">
      <source>and %n more</source>
      <translation>
        <numerusform>und %n weiterer</numerusform>
        <numerusform>und %n weitere</numerusform>
      </translation>
    </message>
    <message>
      <source>and more</source>
      <translation>und mehr</translation>
    </message>
    <message>
      <source>another program is writing the list of stored values</source>
      <translation>ein anderes Programm schreibt gerade die Liste der gespeicherten Werte</translation>
    </message>
    <message>
      <source>any that is free</source>
      <translation>ein freier</translation>
    </message>
    <message>
      <source>as in the cluster</source>
      <translation>wie im Cluster</translation>
    </message>
    <message>
      <source>as it was</source>
      <translation>wie es war</translation>
    </message>
    <message>
      <source>asyncpg does not know sslmode: write ssl=require.</source>
      <translation>asyncpg kennt sslmode nicht: Schreiben Sie ssl=require.</translation>
    </message>
    <message>
      <source>auto</source>
      <translation>automatisch</translation>
    </message>
    <message>
      <source>base64 is done for you, so that programs would get it encoded.</source>
      <translation>base64 geschieht von selbst; so bekämen Programme ihn codiert.</translation>
    </message>
    <message>
      <source>being deleted</source>
      <translation>wird gelöscht</translation>
    </message>
    <message>
      <source>belongs to %1</source>
      <translation>gehört %1</translation>
    </message>
    <message>
      <source>certificate %1 is damaged</source>
      <translation>Zertifikat %1 ist beschädigt</translation>
    </message>
    <message>
      <source>changed</source>
      <translation>geändert</translation>
    </message>
    <message>
      <source>chartwright-cli COMMAND --help tells the options of a command.</source>
      <translation>chartwright-cli COMMAND --help nennt die Optionen eines Befehls.</translation>
    </message>
    <message>
      <source>clipboard</source>
      <translation>Zwischenablage</translation>
    </message>
    <message>
      <source>could not be found out</source>
      <translation>war nicht herauszufinden</translation>
    </message>
    <message>
      <source>created</source>
      <translation>angelegt</translation>
    </message>
    <message>
      <source>deleted</source>
      <translation>gelöscht</translation>
    </message>
    <message>
      <source>deleting it deletes all objects of its kind</source>
      <translation>es zu löschen löscht alle Objekte seiner Art</translation>
    </message>
    <message>
      <source>derived</source>
      <translation>abgeleitet</translation>
    </message>
    <message>
      <source>diff needs a revision, or two</source>
      <translation>diff braucht eine Revision, oder zwei</translation>
    </message>
    <message>
      <source>drawn since</source>
      <translation>seither gezeichnet</translation>
    </message>
    <message>
      <source>drawn, and in the cluster</source>
      <translation>gezeichnet, und im Cluster</translation>
    </message>
    <message>
      <source>empty</source>
      <translation>leer</translation>
    </message>
    <message>
      <source>endpoints: %1</source>
      <translation>Endpunkte: %1</translation>
    </message>
    <message>
      <source>endpoints: %1 of %2 ready</source>
      <translation>Endpunkte: %1 von %2 bereit</translation>
    </message>
    <message>
      <source>ends at the '#', since it is not in quotes</source>
      <translation>endet am #, da er nicht in Anführungszeichen steht</translation>
    </message>
    <message>
      <source>env</source>
      <translation>env</translation>
    </message>
    <message>
      <source>env, or: ls -l /tmp</source>
      <translation>env, oder: ls -l /tmp</translation>
    </message>
    <message>
      <source>error: %1</source>
      <translation>Fehler: %1</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>fehlgeschlagen</translation>
    </message>
    <message>
      <source>gRPC</source>
      <translation>gRPC</translation>
    </message>
    <message numerus="yes">
      <source>gets %n key(s)</source>
      <translation>
        <numerusform>erhält %n Schlüssel</numerusform>
        <numerusform>erhält %n Schlüssel</numerusform>
      </translation>
    </message>
    <message>
      <source>git keeps %1</source>
      <translation>git verwaltet %1</translation>
    </message>
    <message>
      <source>goes without values of Secrets</source>
      <translation>geht ohne Werte von Secrets</translation>
    </message>
    <message>
      <source>gone</source>
      <translation>entfallen</translation>
    </message>
    <message>
      <source>helm crashed</source>
      <translation>helm ist abgestürzt</translation>
    </message>
    <message>
      <source>helm did not come to an end</source>
      <translation>helm kam nicht zum Ende</translation>
    </message>
    <message>
      <source>helm did not start: %1</source>
      <translation>helm startete nicht: %1</translation>
    </message>
    <message>
      <source>helm ended without a word</source>
      <translation>helm endete ohne ein Wort</translation>
    </message>
    <message>
      <source>helm get manifest %1 shows it as it is.</source>
      <translation>helm get manifest %1 zeigt es, wie es ist.</translation>
    </message>
    <message>
      <source>helm printed more than is read of it</source>
      <translation>helm gab mehr aus, als gelesen wird</translation>
    </message>
    <message>
      <source>helm was stopped</source>
      <translation>helm wurde angehalten</translation>
    </message>
    <message>
      <source>in the cluster</source>
      <translation>im Cluster</translation>
    </message>
    <message>
      <source>ingress-nginx, which usually serves the class %1, was retired in March 2026</source>
      <translation>ingress-nginx, das meist die Klasse %1 bedient, wurde im März 2026 eingestellt</translation>
    </message>
    <message>
      <source>init %1</source>
      <translation>Init %1</translation>
    </message>
    <message>
      <source>is empty: its value stays missing</source>
      <translation>ist leer: Der Wert fehlt weiterhin</translation>
    </message>
    <message>
      <source>is kept</source>
      <translation>bleibt erhalten</translation>
    </message>
    <message>
      <source>is there already</source>
      <translation>ist schon da</translation>
    </message>
    <message>
      <source>it belongs to the Helm release %1 and is left as it is</source>
      <translation>es gehört dem Helm-Release %1 und bleibt, wie es ist</translation>
    </message>
    <message>
      <source>it belongs to the Helm release %1, which would take it back</source>
      <translation>es gehört zum Helm-Release %1, das es zurücknähme</translation>
    </message>
    <message>
      <source>it has no Service that could have a page</source>
      <translation>es hat keinen Service, der eine Seite haben könnte</translation>
    </message>
    <message>
      <source>it is being deleted</source>
      <translation>es wird gerade gelöscht</translation>
    </message>
    <message>
      <source>it names no image that it holds</source>
      <translation>es nennt kein Image, das es enthält</translation>
    </message>
    <message>
      <source>its answer is not understood</source>
      <translation>seine Antwort ist nicht zu verstehen</translation>
    </message>
    <message>
      <source>its kind changes with this apply; it can be tried only then</source>
      <translation>seine Art ändert sich mit diesem Anwenden; erst dann kann es versucht werden</translation>
    </message>
    <message>
      <source>its kind comes with this apply; it can be tried only then</source>
      <translation>seine Art kommt mit diesem Anwenden; erst dann kann es versucht werden</translation>
    </message>
    <message>
      <source>its selector has matchExpressions</source>
      <translation>sein Selektor hat matchExpressions</translation>
    </message>
    <message>
      <source>its service has ended</source>
      <translation>sein Dienst wurde beendet</translation>
    </message>
    <message>
      <source>its type is %1</source>
      <translation>sein Typ ist %1</translation>
    </message>
    <message>
      <source>kind</source>
      <translation>Art</translation>
    </message>
    <message>
      <source>left as it is</source>
      <translation>bleibt, wie es ist</translation>
    </message>
    <message>
      <source>left out</source>
      <translation>ausgelassen</translation>
    </message>
    <message>
      <source>left to %1</source>
      <translation>bleibt bei %1</translation>
    </message>
    <message>
      <source>left to Helm</source>
      <translation>Helm überlassen</translation>
    </message>
    <message>
      <source>list; history NAME; diff NAME REVISION [REVISION], without a second one to the last, secrets hidden, whose exit code is 1 when anything differs; rollback NAME [REVISION], without it to the one before; uninstall NAME; test NAME, whose exit code is 1 when a test fails.</source>
      <translation>list; history NAME; diff NAME REVISION [REVISION], ohne eine zweite bis zur letzten, Geheimes verborgen, dessen Exit-Code 1 ist, wenn sich etwas unterscheidet; rollback NAME [REVISION], ohne sie auf die davor; uninstall NAME; test NAME, dessen Exit-Code 1 ist, wenn ein Test fehlschlägt.</translation>
    </message>
    <message>
      <source>logging in by %1 was cancelled</source>
      <translation>die Anmeldung über %1 wurde abgebrochen</translation>
    </message>
    <message>
      <source>logging in by auth-provider “%1” is not possible here</source>
      <translation>die Anmeldung über den auth-provider „%1“ ist hier nicht möglich</translation>
    </message>
    <message>
      <source>looks like a secret</source>
      <translation>sieht geheim aus</translation>
    </message>
    <message>
      <source>lower-case letters, digits and '-', a letter first, at most 63</source>
      <translation>Kleinbuchstaben, Ziffern und „-“, zuerst ein Buchstabe, höchstens 63</translation>
    </message>
    <message>
      <source>lower-case letters, digits and '-', at most 63</source>
      <translation>Kleinbuchstaben, Ziffern und „-“, höchstens 63</translation>
    </message>
    <message>
      <source>lower-case letters, digits, '-' and '.', at most 253</source>
      <translation>Kleinbuchstaben, Ziffern, „-“ und „.“, höchstens 253</translation>
    </message>
    <message>
      <source>lower-case letters, digits, '-' and '.', at most 53</source>
      <translation>Kleinbuchstaben, Ziffern, „-“ und „.“, höchstens 53</translation>
    </message>
    <message>
      <source>lower-case letters, digits, '-' and '.', at most 63</source>
      <translation>Kleinbuchstaben, Ziffern, „-“ und „.“, höchstens 63</translation>
    </message>
    <message>
      <source>lower-case letters, digits, '.', '_', '-' and '/'</source>
      <translation>Kleinbuchstaben, Ziffern, „.“, „_“, „-“ und „/“</translation>
    </message>
    <message>
      <source>missing</source>
      <translation>fehlt</translation>
    </message>
    <message>
      <source>more than %1</source>
      <translation>mehr als %1</translation>
    </message>
    <message>
      <source>must be %1, not %2</source>
      <translation>muss %1 sein, nicht %2</translation>
    </message>
    <message>
      <source>must be at least %1</source>
      <translation>muss mindestens %1 sein</translation>
    </message>
    <message>
      <source>must be at most %1</source>
      <translation>darf höchstens %1 sein</translation>
    </message>
    <message>
      <source>must be one of %1</source>
      <translation>muss eines davon sein: %1</translation>
    </message>
    <message>
      <source>must be set</source>
      <translation>muss gesetzt sein</translation>
    </message>
    <message>
      <source>must not be longer than %1 characters</source>
      <translation>darf nicht länger als %1 Zeichen sein</translation>
    </message>
    <message>
      <source>namespace</source>
      <translation>Namespace</translation>
    </message>
    <message>
      <source>never saved</source>
      <translation>nie gespeichert</translation>
    </message>
    <message>
      <source>new</source>
      <translation>neu</translation>
    </message>
    <message numerus="yes">
      <source>new, with %n key(s)</source>
      <translation>
        <numerusform>neu, mit %n Schlüssel</numerusform>
        <numerusform>neu, mit %n Schlüsseln</numerusform>
      </translation>
    </message>
    <message>
      <source>new; %1</source>
      <translation>neu; %1</translation>
    </message>
    <message>
      <source>new; what goes into it can be checked only then</source>
      <translation>neu; was hineinkommt, lässt sich erst dann prüfen</translation>
    </message>
    <message>
      <source>no address yet</source>
      <translation>noch keine Adresse</translation>
    </message>
    <message>
      <source>no context is chosen</source>
      <translation>es ist kein Kontext gewählt</translation>
    </message>
    <message>
      <source>no endpoints</source>
      <translation>keine Endpunkte</translation>
    </message>
    <message>
      <source>no key of it is a key of a drawn Secret</source>
      <translation>keiner ihrer Schlüssel ist der eines gezeichneten Secret</translation>
    </message>
    <message>
      <source>no keychain can be reached, since there is no D-Bus session</source>
      <translation>kein Schlüsselbund ist erreichbar, da es keine D-Bus-Sitzung gibt</translation>
    </message>
    <message>
      <source>no longer drawn</source>
      <translation>nicht mehr gezeichnet</translation>
    </message>
    <message>
      <source>no name for a key: letters, digits, '-', '_' and '.'</source>
      <translation>kein Name für einen Schlüssel: Buchstaben, Ziffern, '-', '_' und '.'</translation>
    </message>
    <message>
      <source>no path yet</source>
      <translation>noch kein Pfad</translation>
    </message>
    <message>
      <source>no pod of the Service %1 is ready</source>
      <translation>kein Pod des Service %1 ist bereit</translation>
    </message>
    <message>
      <source>no secure connection to the server can be made: %1</source>
      <translation>zum Server ist keine sichere Verbindung möglich: %1</translation>
    </message>
    <message>
      <source>no value is kept</source>
      <translation>kein Wert ist aufbewahrt</translation>
    </message>
    <message>
      <source>no value of %1 is kept: pods that need it will wait for it</source>
      <translation>kein Wert von %1 ist aufbewahrt: Pods, die ihn brauchen, warten darauf</translation>
    </message>
    <message>
      <source>nobody answers at %1: %2</source>
      <translation>niemand antwortet unter %1: %2</translation>
    </message>
    <message>
      <source>not done</source>
      <translation>nicht getan</translation>
    </message>
    <message>
      <source>not empty, and without '/' and '%'</source>
      <translation>nicht leer und ohne „/“ und „%“</translation>
    </message>
    <message>
      <source>not in the cluster</source>
      <translation>nicht im Cluster</translation>
    </message>
    <message>
      <source>not known while the keychain is locked</source>
      <translation>unbekannt, solange der Schlüsselbund gesperrt ist</translation>
    </message>
    <message>
      <source>not live: %1</source>
      <translation>nicht live: %1</translation>
    </message>
    <message>
      <source>notes what was applied</source>
      <translation>hält fest, was angewandt wurde</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nichts</translation>
    </message>
    <message>
      <source>nothing goes there</source>
      <translation>nichts kommt dorthin</translation>
    </message>
    <message>
      <source>nothing to do</source>
      <translation>nichts zu tun</translation>
    </message>
    <message>
      <source>nothing yet</source>
      <translation>noch nichts</translation>
    </message>
    <message>
      <source>null</source>
      <translation>null</translation>
    </message>
    <message>
      <source>on its way</source>
      <translation>unterwegs</translation>
    </message>
    <message>
      <source>only ASCII characters that print can be chosen from</source>
      <translation>zur Auswahl stehen können nur druckbare ASCII-Zeichen</translation>
    </message>
    <message>
      <source>overrides</source>
      <translation>Überschreibungen</translation>
    </message>
    <message>
      <source>platform</source>
      <translation>Plattform</translation>
    </message>
    <message>
      <source>pods</source>
      <translation>Pods</translation>
    </message>
    <message>
      <source>port</source>
      <translation>Port</translation>
    </message>
    <message>
      <source>pull</source>
      <translation>Pull</translation>
    </message>
    <message>
      <source>refused</source>
      <translation>abgelehnt</translation>
    </message>
    <message>
      <source>refused: this account may not create it. Ask an administrator of the cluster to, or choose a namespace that is there.</source>
      <translation>verweigert: Dieses Konto darf ihn nicht anlegen. Bitten Sie einen Administrator des Clusters darum, oder wählen Sie einen Namespace, der da ist.</translation>
    </message>
    <message>
      <source>registry</source>
      <translation>Registry</translation>
    </message>
    <message>
      <source>replaces the value there</source>
      <translation>ersetzt den Wert dort</translation>
    </message>
    <message>
      <source>replicas</source>
      <translation>Replikate</translation>
    </message>
    <message>
      <source>restarted</source>
      <translation>neu gestartet</translation>
    </message>
    <message>
      <source>restarted, since its Secret changed</source>
      <translation>neu gestartet, da sich sein Secret geändert hat</translation>
    </message>
    <message>
      <source>revision</source>
      <translation>Revision</translation>
    </message>
    <message>
      <source>s</source>
      <translation>s</translation>
    </message>
    <message>
      <source>secret %1 takes PROJECT SECRET/KEY</source>
      <translation>secret %1 nimmt PROJECT SECRET/KEY</translation>
    </message>
    <message>
      <source>secret %1 takes a project from a file, not from standard input</source>
      <translation>secret %1 nimmt ein Projekt aus einer Datei, nicht von der Standardeingabe</translation>
    </message>
    <message>
      <source>secret takes set, list, forget or check, not "%1"</source>
      <translation>secret nimmt set, list, forget oder check, nicht „%1“</translation>
    </message>
    <message>
      <source>set</source>
      <translation>gesetzt</translation>
    </message>
    <message>
      <source>set: takes the value of a key from standard input, or asks for it without showing it. A line alone loses the newline at its end, several lines keep it.
list: names the keys, and whether the keychain holds their values. Never shows a value.
forget: takes the value of a key out of the keychain. It cannot be undone.
check: exits with 1 where a value is missing.</source>
      <translation>set: nimmt den Wert eines Schlüssels von der Standardeingabe oder fragt danach, ohne ihn zu zeigen. Eine einzelne Zeile verliert den Zeilenumbruch an ihrem Ende, mehrere behalten ihn.
list: nennt die Schlüssel, und ob der Schlüsselbund ihre Werte enthält. Zeigt nie einen Wert.
forget: entfernt den Wert eines Schlüssels aus dem Schlüsselbund. Das lässt sich nicht rückgängig machen.
check: endet mit 1, wo ein Wert fehlt.</translation>
    </message>
    <message>
      <source>sha256: and 64 hexadecimal digits</source>
      <translation>sha256: und 64 hexadezimale Ziffern</translation>
    </message>
    <message>
      <source>size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>somebody else made or changed this file; it was left as it is</source>
      <translation>jemand anderes hat diese Datei angelegt oder geändert; sie blieb, wie sie ist</translation>
    </message>
    <message>
      <source>something else</source>
      <translation>etwas anderes</translation>
    </message>
    <message>
      <source>standard input</source>
      <translation>Standardeingabe</translation>
    </message>
    <message>
      <source>standard input (-) can be read only once</source>
      <translation>die Standardeingabe (-) lässt sich nur einmal lesen</translation>
    </message>
    <message>
      <source>standard input cannot be read</source>
      <translation>die Standardeingabe lässt sich nicht lesen</translation>
    </message>
    <message>
      <source>standard input is larger than %1 MiB</source>
      <translation>die Standardeingabe ist größer als %1 MiB</translation>
    </message>
    <message>
      <source>status</source>
      <translation>Status</translation>
    </message>
    <message>
      <source>stays as it is</source>
      <translation>bleibt, wie es ist</translation>
    </message>
    <message>
      <source>stored</source>
      <translation>gespeichert</translation>
    </message>
    <message>
      <source>stored, the keychain is locked</source>
      <translation>gespeichert, der Schlüsselbund ist gesperrt</translation>
    </message>
    <message>
      <source>tag</source>
      <translation>Tag</translation>
    </message>
    <message>
      <source>taken from %1</source>
      <translation>übernommen von %1</translation>
    </message>
    <message>
      <source>text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>text or json.</source>
      <translation>text oder json.</translation>
    </message>
    <message>
      <source>text or json; with --watch a line of JSON for each object that changed.</source>
      <translation>text oder json; mit --watch eine Zeile JSON für jedes Objekt, das sich geändert hat.</translation>
    </message>
    <message>
      <source>text, json or sarif.</source>
      <translation>text, json oder sarif.</translation>
    </message>
    <message>
      <source>the %1 has no name</source>
      <translation>das Objekt der Art %1 hat keinen Namen</translation>
    </message>
    <message>
      <source>the API server cannot be reached: %1</source>
      <translation>der API-Server ist nicht erreichbar: %1</translation>
    </message>
    <message>
      <source>the API server does not answer</source>
      <translation>der API-Server antwortet nicht</translation>
    </message>
    <message>
      <source>the API server's answer broke off</source>
      <translation>die Antwort des API-Servers brach ab</translation>
    </message>
    <message>
      <source>the Live panel forwards ports</source>
      <translation>der Bereich „Live“ leitet Ports weiter</translation>
    </message>
    <message>
      <source>the answer is too large</source>
      <translation>die Antwort ist zu groß</translation>
    </message>
    <message>
      <source>the archive could not be written: %1</source>
      <translation>das Archiv ließ sich nicht schreiben: %1</translation>
    </message>
    <message>
      <source>the certificate authority</source>
      <translation>die Zertifizierungsstelle</translation>
    </message>
    <message>
      <source>the certificate authority holds no certificate in PEM form</source>
      <translation>die Zertifizierungsstelle enthält kein Zertifikat als PEM</translation>
    </message>
    <message>
      <source>the certificate ends soon: %1</source>
      <translation>das Zertifikat läuft bald ab: %1</translation>
    </message>
    <message>
      <source>the certificate has expired: %1</source>
      <translation>das Zertifikat ist abgelaufen: %1</translation>
    </message>
    <message>
      <source>the certificate is in DER form, PEM is needed</source>
      <translation>das Zertifikat liegt als DER vor, gebraucht wird PEM</translation>
    </message>
    <message>
      <source>the certificate is missing</source>
      <translation>das Zertifikat fehlt</translation>
    </message>
    <message>
      <source>the certificate is not valid before %1</source>
      <translation>das Zertifikat ist erst ab %1 gültig</translation>
    </message>
    <message>
      <source>the character U+0000 is not allowed</source>
      <translation>das Zeichen U+0000 ist nicht erlaubt</translation>
    </message>
    <message>
      <source>the chart could not be written</source>
      <translation>das Chart konnte nicht geschrieben werden</translation>
    </message>
    <message>
      <source>the chart has no such value</source>
      <translation>das Chart hat keinen solchen Wert</translation>
    </message>
    <message>
      <source>the client's certificate</source>
      <translation>das Zertifikat des Clients</translation>
    </message>
    <message>
      <source>the client's key</source>
      <translation>den Schlüssel des Clients</translation>
    </message>
    <message>
      <source>the client's key is neither RSA nor EC, perhaps Ed25519; such keys cannot be used here</source>
      <translation>der Schlüssel des Clients ist weder RSA noch EC, vielleicht Ed25519; solche Schlüssel können hier nicht verwendet werden</translation>
    </message>
    <message>
      <source>the client's key is protected by a passphrase</source>
      <translation>der Schlüssel des Clients ist durch eine Passphrase geschützt</translation>
    </message>
    <message>
      <source>the cluster did not take the kind into use within %1 s</source>
      <translation>der Cluster nahm die Art nicht innerhalb von %1 s in Gebrauch</translation>
    </message>
    <message>
      <source>the cluster does not take the names of the kind: %1</source>
      <translation>der Cluster nimmt die Namen der Art nicht: %1</translation>
    </message>
    <message>
      <source>the cluster has no %1 of %2</source>
      <translation>der Cluster kennt kein %1 von %2</translation>
    </message>
    <message>
      <source>the cluster has not answered within %1 seconds</source>
      <translation>der Cluster hat in %1 Sekunden nicht geantwortet</translation>
    </message>
    <message>
      <source>the cluster has not told all within %1 seconds</source>
      <translation>der Cluster hat in %1 Sekunden nicht alles gesagt</translation>
    </message>
    <message>
      <source>the cluster makes up its name</source>
      <translation>der Cluster denkt sich seinen Namen aus</translation>
    </message>
    <message>
      <source>the cluster “%1” has no server</source>
      <translation>der Cluster „%1“ hat keinen Server</translation>
    </message>
    <message>
      <source>the cluster “%1” names a certificate authority and skips checking certificates</source>
      <translation>der Cluster „%1“ nennt eine Zertifizierungsstelle und überspringt die Prüfung von Zertifikaten</translation>
    </message>
    <message>
      <source>the context “%1” names no cluster</source>
      <translation>der Kontext „%1“ nennt keinen Cluster</translation>
    </message>
    <message>
      <source>the context “%1” names the cluster “%2”, which is not there</source>
      <translation>der Kontext „%1“ nennt den Cluster „%2“, den es nicht gibt</translation>
    </message>
    <message>
      <source>the context “%1” names the user “%2”, who is not there</source>
      <translation>der Kontext „%1“ nennt den Benutzer „%2“, den es nicht gibt</translation>
    </message>
    <message>
      <source>the drawing has changed in the meantime</source>
      <translation>die Zeichnung hat sich inzwischen geändert</translation>
    </message>
    <message>
      <source>the drawing has no Release</source>
      <translation>die Zeichnung hat kein Release</translation>
    </message>
    <message>
      <source>the drawing has several Releases</source>
      <translation>die Zeichnung hat mehrere Releases</translation>
    </message>
    <message>
      <source>the drawing speaks %1, not %2</source>
      <translation>die Zeichnung spricht %1, nicht %2</translation>
    </message>
    <message>
      <source>the end of the key is missing</source>
      <translation>das Ende des Schlüssels fehlt</translation>
    </message>
    <message>
      <source>the fields have to be a map</source>
      <translation>die Felder müssen eine Map sein</translation>
    </message>
    <message>
      <source>the file</source>
      <translation>die Datei</translation>
    </message>
    <message>
      <source>the file cannot be read: %1</source>
      <translation>die Datei lässt sich nicht lesen: %1</translation>
    </message>
    <message>
      <source>the file cannot be written: %1</source>
      <translation>die Datei lässt sich nicht schreiben: %1</translation>
    </message>
    <message>
      <source>the file for %1, %2, cannot be read: %3</source>
      <translation>die Datei für %1, %2, kann nicht gelesen werden: %3</translation>
    </message>
    <message>
      <source>the file has more than %1 values</source>
      <translation>die Datei hat mehr als %1 Werte</translation>
    </message>
    <message>
      <source>the file holds more than one document ("---")</source>
      <translation>die Datei enthält mehr als ein Dokument („---“)</translation>
    </message>
    <message>
      <source>the file is larger than %1 MiB</source>
      <translation>die Datei ist größer als %1 MiB</translation>
    </message>
    <message>
      <source>the file is not text in UTF-8</source>
      <translation>die Datei ist kein Text in UTF-8</translation>
    </message>
    <message>
      <source>the file of the token holds more than one line</source>
      <translation>die Datei des Tokens enthält mehr als eine Zeile</translation>
    </message>
    <message>
      <source>the file of the token is empty</source>
      <translation>die Datei des Tokens ist leer</translation>
    </message>
    <message>
      <source>the folder cannot be made</source>
      <translation>der Ordner lässt sich nicht anlegen</translation>
    </message>
    <message>
      <source>the folder cannot be read: %1</source>
      <translation>der Ordner lässt sich nicht lesen: %1</translation>
    </message>
    <message>
      <source>the key "%1" has no value</source>
      <translation>der Schlüssel „%1“ hat keinen Wert</translation>
    </message>
    <message>
      <source>the key "%1" has no value (cannot end with ,)</source>
      <translation>der Schlüssel „%1“ hat keinen Wert (ein Komma am Ende geht nicht)</translation>
    </message>
    <message>
      <source>the key "%1" is not a string</source>
      <translation>der Schlüssel „%1“ ist kein Text</translation>
    </message>
    <message>
      <source>the key "%1" is there twice</source>
      <translation>der Schlüssel „%1“ kommt zweimal vor</translation>
    </message>
    <message>
      <source>the key belongs to certificate %1 of the file, not to the first</source>
      <translation>der Schlüssel gehört zu Zertifikat %1 der Datei, nicht zum ersten</translation>
    </message>
    <message>
      <source>the key does not belong to the certificate</source>
      <translation>der Schlüssel gehört nicht zum Zertifikat</translation>
    </message>
    <message>
      <source>the key does not have the form that is wanted here</source>
      <translation>der Schlüssel hat nicht die hier erwartete Form</translation>
    </message>
    <message>
      <source>the key is damaged</source>
      <translation>der Schlüssel ist beschädigt</translation>
    </message>
    <message>
      <source>the key is in DER form, PEM is needed</source>
      <translation>der Schlüssel liegt als DER vor, gebraucht wird PEM</translation>
    </message>
    <message>
      <source>the key is missing</source>
      <translation>der Schlüssel fehlt</translation>
    </message>
    <message>
      <source>the key is protected by a passphrase, which nobody can enter in a cluster</source>
      <translation>der Schlüssel ist durch eine Passphrase geschützt, die in einem Cluster niemand eingeben kann</translation>
    </message>
    <message>
      <source>the keychain does not answer</source>
      <translation>der Schlüsselbund antwortet nicht</translation>
    </message>
    <message>
      <source>the keychain failed</source>
      <translation>der Schlüsselbund meldet einen Fehler</translation>
    </message>
    <message>
      <source>the keychain failed: %1</source>
      <translation>der Schlüsselbund meldet einen Fehler: %1</translation>
    </message>
    <message>
      <source>the keychain holds no such value</source>
      <translation>der Schlüsselbund enthält keinen solchen Wert</translation>
    </message>
    <message>
      <source>the keychain is locked</source>
      <translation>der Schlüsselbund ist gesperrt</translation>
    </message>
    <message>
      <source>the keys are nested too deep</source>
      <translation>die Schlüssel sind zu tief verschachtelt</translation>
    </message>
    <message>
      <source>the length has to be from 1 to %1</source>
      <translation>die Länge muss von 1 bis %1 reichen</translation>
    </message>
    <message>
      <source>the list of stored values was written by a newer version</source>
      <translation>die Liste der gespeicherten Werte wurde von einer neueren Version geschrieben</translation>
    </message>
    <message>
      <source>the login plugin %1 cannot be started: %2</source>
      <translation>das Anmelde-Plugin %1 kann nicht gestartet werden: %2</translation>
    </message>
    <message>
      <source>the login plugin %1 crashed</source>
      <translation>das Anmelde-Plugin %1 ist abgestürzt</translation>
    </message>
    <message>
      <source>the login plugin %1 failed with exit code %2</source>
      <translation>das Anmelde-Plugin %1 endete mit dem Fehlercode %2</translation>
    </message>
    <message>
      <source>the login plugin %1 is not installed</source>
      <translation>das Anmelde-Plugin %1 ist nicht installiert</translation>
    </message>
    <message>
      <source>the login plugin %1 took longer than %2 s</source>
      <translation>das Anmelde-Plugin %1 brauchte länger als %2 s</translation>
    </message>
    <message>
      <source>the login plugin %1 was not allowed to run</source>
      <translation>das Anmelde-Plugin %1 durfte nicht ausgeführt werden</translation>
    </message>
    <message>
      <source>the login plugin %1 wrote more than %2 KiB</source>
      <translation>das Anmelde-Plugin %1 schrieb mehr als %2 KiB</translation>
    </message>
    <message>
      <source>the login plugin answered as %1, but is to speak %2</source>
      <translation>das Anmelde-Plugin antwortete als %1, soll aber %2 sprechen</translation>
    </message>
    <message>
      <source>the login plugin gave a certificate or a key, not both</source>
      <translation>das Anmelde-Plugin gab ein Zertifikat oder einen Schlüssel, nicht beides</translation>
    </message>
    <message>
      <source>the login plugin gave neither token nor certificate</source>
      <translation>das Anmelde-Plugin gab weder Token noch Zertifikat</translation>
    </message>
    <message>
      <source>the login plugin has no “apiVersion”</source>
      <translation>das Anmelde-Plugin hat keine „apiVersion“</translation>
    </message>
    <message>
      <source>the login plugin has no “command”</source>
      <translation>das Anmelde-Plugin hat kein „command“</translation>
    </message>
    <message>
      <source>the login plugin has no “interactiveMode”</source>
      <translation>das Anmelde-Plugin hat keinen „interactiveMode“</translation>
    </message>
    <message>
      <source>the login plugin speaks %1, which Kubernetes gave up</source>
      <translation>das Anmelde-Plugin spricht %1, das Kubernetes aufgegeben hat</translation>
    </message>
    <message>
      <source>the login plugin wants to ask in a terminal, and here is none</source>
      <translation>das Anmelde-Plugin will in einem Terminal fragen, und hier gibt es keines</translation>
    </message>
    <message>
      <source>the login plugin wrote nothing</source>
      <translation>das Anmelde-Plugin schrieb nichts</translation>
    </message>
    <message>
      <source>the login plugin's answer has no status</source>
      <translation>die Antwort des Anmelde-Plugins hat keinen status</translation>
    </message>
    <message>
      <source>the login plugin's apiVersion “%1” is not known</source>
      <translation>die apiVersion „%1“ des Anmelde-Plugins ist nicht bekannt</translation>
    </message>
    <message>
      <source>the login plugin's token holds a blank or a line end</source>
      <translation>das Token des Anmelde-Plugins enthält ein Leerzeichen oder ein Zeilenende</translation>
    </message>
    <message>
      <source>the login plugin's “expirationTimestamp” is no time</source>
      <translation>der „expirationTimestamp“ des Anmelde-Plugins ist keine Zeit</translation>
    </message>
    <message>
      <source>the manifest of revision %1 cannot be read, so nothing of it is shown: Secrets could not be found in it</source>
      <translation>Das Manifest von Revision %1 lässt sich nicht lesen, also wird nichts davon gezeigt: Secrets darin waren nicht zu finden</translation>
    </message>
    <message>
      <source>the name "%1" would leave the folder</source>
      <translation>der Name „%1“ würde aus dem Ordner hinausführen</translation>
    </message>
    <message>
      <source>the newline at the end is missing, and ssh refuses a key without it</source>
      <translation>der Zeilenumbruch am Ende fehlt, und ohne ihn weist ssh einen Schlüssel ab</translation>
    </message>
    <message>
      <source>the object has no %1</source>
      <translation>dem Objekt fehlt %1</translation>
    </message>
    <message>
      <source>the output can be text or json, not %1</source>
      <translation>die Ausgabe kann text oder json sein, nicht %1</translation>
    </message>
    <message>
      <source>the output of helm is not understood</source>
      <translation>die Ausgabe von helm wird nicht verstanden</translation>
    </message>
    <message>
      <source>the output of minikube is not understood</source>
      <translation>die Ausgabe von minikube wird nicht verstanden</translation>
    </message>
    <message>
      <source>the picture cannot be drawn: %1</source>
      <translation>das Bild lässt sich nicht zeichnen: %1</translation>
    </message>
    <message>
      <source>the picture cannot be written as PNG</source>
      <translation>das Bild lässt sich nicht als PNG schreiben</translation>
    </message>
    <message>
      <source>the pod %1 has no container "%2"</source>
      <translation>der Pod %1 hat keinen Container „%2“</translation>
    </message>
    <message>
      <source>the program that draws pictures does not start: %1</source>
      <translation>das Programm, das Bilder zeichnet, startet nicht: %1</translation>
    </message>
    <message>
      <source>the proxy “%1” is itself reached over TLS, which is not possible here</source>
      <translation>der Proxy „%1“ wird selbst über TLS erreicht, was hier nicht möglich ist</translation>
    </message>
    <message>
      <source>the registry's server is missing</source>
      <translation>der Server der Registry fehlt</translation>
    </message>
    <message>
      <source>the release has no pod %1 in the namespace %2</source>
      <translation>das Release hat keinen Pod %1 im Namespace %2</translation>
    </message>
    <message>
      <source>the resource "%1" has no kind</source>
      <translation>die Ressource „%1“ hat keine Art</translation>
    </message>
    <message>
      <source>the same</source>
      <translation>gleich</translation>
    </message>
    <message>
      <source>the server answered with the status %1</source>
      <translation>der Server antwortete mit dem Status %1</translation>
    </message>
    <message>
      <source>the server sends us on to another address</source>
      <translation>der Server schickt uns an eine andere Adresse weiter</translation>
    </message>
    <message>
      <source>the server speaks no TLS, or too old a version of TLS</source>
      <translation>der Server spricht kein TLS oder eine zu alte Version davon</translation>
    </message>
    <message>
      <source>the server stands there twice</source>
      <translation>der Server steht zweimal da</translation>
    </message>
    <message>
      <source>the server's certificate expired on %1</source>
      <translation>das Zertifikat des Servers lief am %1 ab</translation>
    </message>
    <message>
      <source>the server's certificate is not accepted: %1</source>
      <translation>das Zertifikat des Servers wird nicht angenommen: %1</translation>
    </message>
    <message>
      <source>the server's certificate is not for %1</source>
      <translation>das Zertifikat des Servers gilt nicht für %1</translation>
    </message>
    <message>
      <source>the server's certificate is not meant for a server</source>
      <translation>das Zertifikat des Servers ist nicht für einen Server gedacht</translation>
    </message>
    <message>
      <source>the server's certificate is not safe: it is signed by %1</source>
      <translation>das Zertifikat des Servers ist nicht sicher: Es ist mit %1 unterschrieben</translation>
    </message>
    <message>
      <source>the server's certificate is not safe: its key is too short (%1 bits)</source>
      <translation>das Zertifikat des Servers ist nicht sicher: Sein Schlüssel ist zu kurz (%1 Bit)</translation>
    </message>
    <message>
      <source>the server's certificate is not valid before %1</source>
      <translation>das Zertifikat des Servers gilt erst ab %1</translation>
    </message>
    <message>
      <source>the server's certificate is signed by nobody that is trusted here</source>
      <translation>das Zertifikat des Servers hat niemand unterschrieben, dem hier vertraut wird</translation>
    </message>
    <message>
      <source>the server's certificate is signed by one that may not sign any</source>
      <translation>das Zertifikat des Servers hat jemand unterschrieben, der keine unterschreiben darf</translation>
    </message>
    <message>
      <source>the tag "%1" is not known</source>
      <translation>das Tag „%1“ ist nicht bekannt</translation>
    </message>
    <message>
      <source>the token</source>
      <translation>das Token</translation>
    </message>
    <message>
      <source>the token holds a line end or another control character</source>
      <translation>das Token enthält ein Zeilenende oder ein anderes Steuerzeichen</translation>
    </message>
    <message>
      <source>the user “%1” has a certificate and no key</source>
      <translation>der Benutzer „%1“ hat ein Zertifikat und keinen Schlüssel</translation>
    </message>
    <message>
      <source>the user “%1” has a token and a password</source>
      <translation>der Benutzer „%1“ hat ein Token und ein Passwort</translation>
    </message>
    <message>
      <source>the user “%1” has both “auth-provider” and “exec”</source>
      <translation>der Benutzer „%1“ hat sowohl „auth-provider“ als auch „exec“</translation>
    </message>
    <message>
      <source>the user's name is missing or holds “:”</source>
      <translation>der Benutzername fehlt oder enthält „:“</translation>
    </message>
    <message>
      <source>the value %1 is not allowed</source>
      <translation>der Wert %1 ist nicht erlaubt</translation>
    </message>
    <message>
      <source>the value %1 is not there</source>
      <translation>den Wert %1 gibt es nicht</translation>
    </message>
    <message>
      <source>the value is empty</source>
      <translation>der Wert ist leer</translation>
    </message>
    <message>
      <source>the value is larger than 1 MiB</source>
      <translation>der Wert ist größer als 1 MiB</translation>
    </message>
    <message>
      <source>the version has to be a number from 1 up</source>
      <translation>die Version muss eine Zahl ab 1 sein</translation>
    </message>
    <message>
      <source>the version “%1” of kubeconfig files is not known</source>
      <translation>die Version „%1“ von kubeconfig-Dateien ist nicht bekannt</translation>
    </message>
    <message>
      <source>there</source>
      <translation>da</translation>
    </message>
    <message>
      <source>there are two charts</source>
      <translation>es gibt zwei Charts</translation>
    </message>
    <message>
      <source>there have to be two different characters to choose from</source>
      <translation>es müssen mindestens zwei verschiedene Zeichen zur Auswahl stehen</translation>
    </message>
    <message>
      <source>there is a project already</source>
      <translation>es gibt schon ein Projekt</translation>
    </message>
    <message>
      <source>there is no chart</source>
      <translation>es gibt kein Chart</translation>
    </message>
    <message>
      <source>there is no command "%1"</source>
      <translation>es gibt keinen Befehl „%1“</translation>
    </message>
    <message>
      <source>there is no context “%1”</source>
      <translation>es gibt keinen Kontext „%1“</translation>
    </message>
    <message>
      <source>there is no key %1</source>
      <translation>es gibt keinen Schlüssel %1</translation>
    </message>
    <message>
      <source>there is no keychain</source>
      <translation>es gibt keinen Schlüsselbund</translation>
    </message>
    <message>
      <source>there is no kubeconfig</source>
      <translation>es gibt keine kubeconfig</translation>
    </message>
    <message>
      <source>there is no namespace %1</source>
      <translation>den Namespace %1 gibt es nicht</translation>
    </message>
    <message>
      <source>there is no pod of the Deployment %1 in the namespace %2</source>
      <translation>es gibt keinen Pod des Deployments %1 im Namespace %2</translation>
    </message>
    <message>
      <source>there is no profile "%1"; there are: %2</source>
      <translation>es gibt kein Profil „%1“; es gibt: %2</translation>
    </message>
    <message>
      <source>there is no starter "%1"</source>
      <translation>es gibt keinen Starter „%1“</translation>
    </message>
    <message>
      <source>there is no such file</source>
      <translation>es gibt keine solche Datei</translation>
    </message>
    <message>
      <source>there is no such kubeconfig</source>
      <translation>es gibt keine solche kubeconfig</translation>
    </message>
    <message>
      <source>there is none</source>
      <translation>es gibt keine</translation>
    </message>
    <message>
      <source>there is not enough memory for the picture</source>
      <translation>für das Bild reicht der Speicher nicht</translation>
    </message>
    <message>
      <source>there is nothing in it</source>
      <translation>es steht nichts darin</translation>
    </message>
    <message>
      <source>there; %1</source>
      <translation>vorhanden; %1</translation>
    </message>
    <message>
      <source>these are %1 files, more than are read at once</source>
      <translation>das sind %1 Dateien, mehr als auf einmal gelesen werden</translation>
    </message>
    <message>
      <source>this Chartwright does not know the kind %1</source>
      <translation>dieses Chartwright kennt die Art %1 nicht</translation>
    </message>
    <message>
      <source>this account may not look whether it is there</source>
      <translation>dieses Konto darf nicht nachsehen, ob er da ist</translation>
    </message>
    <message>
      <source>this computer's port %1 cannot be opened: %2</source>
      <translation>der Port %1 dieses Rechners kann nicht geöffnet werden: %2</translation>
    </message>
    <message>
      <source>this folder holds no .yaml, .yml or .json</source>
      <translation>in diesem Ordner liegt keine .yaml, .yml oder .json</translation>
    </message>
    <message>
      <source>this folder holds no topology.yaml</source>
      <translation>dieser Ordner enthält keine topology.yaml</translation>
    </message>
    <message>
      <source>this folder is a link: what is written to it would leave the chosen folder</source>
      <translation>dieser Ordner ist ein Link: was hineingeschrieben wird, läge außerhalb des gewählten Ordners</translation>
    </message>
    <message>
      <source>this has to be a list of accepted findings</source>
      <translation>dies muss eine Liste akzeptierter Befunde sein</translation>
    </message>
    <message>
      <source>this has to be a map of fields to true or false</source>
      <translation>dies muss eine Map von Feldern auf true oder false sein</translation>
    </message>
    <message>
      <source>this has to be a map of places by the ids of resources</source>
      <translation>dies muss eine Map von Plätzen nach den Kennungen von Ressourcen sein</translation>
    </message>
    <message>
      <source>this has to be a map of resources by their ids</source>
      <translation>dies muss eine Map von Ressourcen nach ihren Kennungen sein</translation>
    </message>
    <message>
      <source>this has to be a text</source>
      <translation>dies muss ein Text sein</translation>
    </message>
    <message>
      <source>this has to be true or false</source>
      <translation>dies muss true oder false sein</translation>
    </message>
    <message>
      <source>this is a certificate, not a private key</source>
      <translation>das ist ein Zertifikat, kein privater Schlüssel</translation>
    </message>
    <message>
      <source>this is a file, not a folder</source>
      <translation>dies ist eine Datei, kein Ordner</translation>
    </message>
    <message>
      <source>this is a key for SSH, not for TLS</source>
      <translation>das ist ein Schlüssel für SSH, nicht für TLS</translation>
    </message>
    <message>
      <source>this is a key of PuTTY</source>
      <translation>das ist ein Schlüssel von PuTTY</translation>
    </message>
    <message>
      <source>this is a private key, not a certificate</source>
      <translation>das ist ein privater Schlüssel, kein Zertifikat</translation>
    </message>
    <message>
      <source>this is a public key, not a private one</source>
      <translation>das ist ein öffentlicher Schlüssel, kein privater</translation>
    </message>
    <message>
      <source>this is no drawing of Chartwright</source>
      <translation>dies ist keine Zeichnung von Chartwright</translation>
    </message>
    <message>
      <source>this is no drawing of Chartwright: it does not begin with "%1: %2"</source>
      <translation>dies ist keine Zeichnung von Chartwright: es beginnt nicht mit „%1: %2“</translation>
    </message>
    <message>
      <source>this is no kubeconfig: its kind is “%1”</source>
      <translation>das ist keine kubeconfig: ihr kind ist „%1“</translation>
    </message>
    <message>
      <source>this is no object of Kubernetes: it has neither apiVersion nor kind</source>
      <translation>das ist kein Objekt von Kubernetes: es hat weder apiVersion noch kind</translation>
    </message>
    <message>
      <source>this is not JSON as docker writes it: wrong at character %1</source>
      <translation>das ist kein JSON, wie docker es schreibt: falsch ab Zeichen %1</translation>
    </message>
    <message>
      <source>this is not JSON: %1</source>
      <translation>dies ist kein JSON: %1</translation>
    </message>
    <message>
      <source>this is not UTF-8</source>
      <translation>dies ist kein UTF-8</translation>
    </message>
    <message>
      <source>this is not YAML: %1</source>
      <translation>dies ist kein YAML: %1</translation>
    </message>
    <message>
      <source>this is not a certificate in PEM form</source>
      <translation>das ist kein Zertifikat als PEM</translation>
    </message>
    <message>
      <source>this is not a file</source>
      <translation>dies ist keine Datei</translation>
    </message>
    <message>
      <source>this is not a private key</source>
      <translation>das ist kein privater Schlüssel</translation>
    </message>
    <message>
      <source>this is not a private key in PEM form</source>
      <translation>das ist kein privater Schlüssel als PEM</translation>
    </message>
    <message>
      <source>this quote is not closed</source>
      <translation>dieses Anführungszeichen wird nicht geschlossen</translation>
    </message>
    <message>
      <source>this was written by a newer Chartwright (format %1; this one knows %2)</source>
      <translation>dies wurde von einem neueren Chartwright geschrieben (Format %1; dieses kennt %2)</translation>
    </message>
    <message>
      <source>tls.crt is no certificate</source>
      <translation>tls.crt ist kein Zertifikat</translation>
    </message>
    <message>
      <source>tls.key is no private key</source>
      <translation>tls.key ist kein privater Schlüssel</translation>
    </message>
    <message>
      <source>to</source>
      <translation>bis</translation>
    </message>
    <message>
      <source>to be deleted</source>
      <translation>wird gelöscht</translation>
    </message>
    <message>
      <source>to change</source>
      <translation>zu ändern</translation>
    </message>
    <message>
      <source>topology.yaml or its folder.</source>
      <translation>topology.yaml oder ihr Ordner.</translation>
    </message>
    <message>
      <source>true or false</source>
      <translation>true oder false</translation>
    </message>
    <message>
      <source>two changes to the drawing met here and were not merged</source>
      <translation>zwei Änderungen an der Zeichnung trafen hier zusammen und wurden nicht zusammengeführt</translation>
    </message>
    <message>
      <source>unchanged</source>
      <translation>unverändert</translation>
    </message>
    <message>
      <source>values</source>
      <translation>Werte</translation>
    </message>
    <message>
      <source>values are nested more than %1 deep</source>
      <translation>Werte sind tiefer als %1 Ebenen verschachtelt</translation>
    </message>
    <message>
      <source>values of secrets are not taken here: %1.data</source>
      <translation>Werte von Secrets werden hier nicht angenommen: %1.data</translation>
    </message>
    <message>
      <source>values.yaml has no key %1</source>
      <translation>values.yaml hat keinen Schlüssel %1</translation>
    </message>
    <message>
      <source>values.yaml:</source>
      <translation>values.yaml:</translation>
    </message>
    <message>
      <source>values.yaml: %1</source>
      <translation>values.yaml: %1</translation>
    </message>
    <message>
      <source>version</source>
      <translation>Version</translation>
    </message>
    <message>
      <source>volumes</source>
      <translation>Volumes</translation>
    </message>
    <message>
      <source>waits</source>
      <translation>wartet</translation>
    </message>
    <message>
      <source>warning of %1: %2: %3</source>
      <translation>Warnung von %1: %2: %3</translation>
    </message>
    <message>
      <source>warning: %1</source>
      <translation>Warnung: %1</translation>
    </message>
    <message>
      <source>what answers there is no API server of Kubernetes</source>
      <translation>was dort antwortet, ist kein API-Server von Kubernetes</translation>
    </message>
    <message>
      <source>what arrived is no event of Kubernetes</source>
      <translation>was ankam, ist kein Ereignis von Kubernetes</translation>
    </message>
    <message>
      <source>what the container engine says is not understood</source>
      <translation>was das Container-Programm sagt, wird nicht verstanden</translation>
    </message>
    <message>
      <source>what the login plugin wrote is no ExecCredential</source>
      <translation>was das Anmelde-Plugin schrieb, ist kein ExecCredential</translation>
    </message>
    <message>
      <source>what the login plugin wrote is no JSON</source>
      <translation>was das Anmelde-Plugin schrieb, ist kein JSON</translation>
    </message>
    <message>
      <source>would be deleted</source>
      <translation>würde gelöscht</translation>
    </message>
    <message>
      <source>would be handed over: %1</source>
      <translation>würde übergeben: %1</translation>
    </message>
    <message>
      <source>would replace an address that is drawn</source>
      <translation>würde eine gezeichnete Adresse ersetzen</translation>
    </message>
    <message>
      <source>“%1” is neither a whole number nor a percentage</source>
      <translation>„%1“ ist weder eine ganze Zahl noch ein Anteil in Prozent</translation>
    </message>
    <message>
      <source>“%1” is no address of a picture</source>
      <translation>„%1“ ist keine Adresse eines Bildes</translation>
    </message>
    <message>
      <source>“%1” is no address of a proxy</source>
      <translation>„%1“ ist keine Adresse eines Proxys</translation>
    </message>
    <message>
      <source>“%1” is no address of a server</source>
      <translation>„%1“ ist keine Adresse eines Servers</translation>
    </message>
    <message>
      <source>“%1” is no amount</source>
      <translation>„%1“ ist keine Menge</translation>
    </message>
    <message>
      <source>“%1” is no host name</source>
      <translation>„%1“ ist kein Hostname</translation>
    </message>
    <message>
      <source>“%1” is no key</source>
      <translation>„%1“ ist kein Schlüssel</translation>
    </message>
    <message>
      <source>“%1” is no kind of proxy that is known</source>
      <translation>„%1“ ist keine bekannte Art von Proxy</translation>
    </message>
    <message>
      <source>“%1” is no name for a %2: %3</source>
      <translation>„%1“ ist kein Name für %2: %3</translation>
    </message>
    <message>
      <source>“%1” is no name for a chart: %2</source>
      <translation>„%1“ ist kein Name für ein Chart: %2</translation>
    </message>
    <message>
      <source>“%1” is no name for a namespace</source>
      <translation>„%1“ ist kein Name für einen Namespace</translation>
    </message>
    <message>
      <source>“%1” is no name for a port</source>
      <translation>„%1“ ist kein Name für einen Port</translation>
    </message>
    <message>
      <source>“%1” is no name for a variable</source>
      <translation>„%1“ ist kein Name für eine Variable</translation>
    </message>
    <message>
      <source>“%1” is no name for an image: %2</source>
      <translation>„%1“ ist kein Name für ein Image: %2</translation>
    </message>
    <message>
      <source>“%1” is no name of an image</source>
      <translation>„%1“ ist kein Name eines Image</translation>
    </message>
    <message>
      <source>“%1” is no number of a port</source>
      <translation>„%1“ ist keine Nummer eines Ports</translation>
    </message>
    <message>
      <source>“%1” is no tag for an image</source>
      <translation>„%1“ ist kein Tag für ein Image</translation>
    </message>
    <message>
      <source>“%1” is no type of a chart</source>
      <translation>„%1“ ist kein Typ eines Charts</translation>
    </message>
    <message>
      <source>“%1” is no type of a path</source>
      <translation>„%1“ ist kein Typ eines Pfads</translation>
    </message>
    <message>
      <source>“%1” is no values key</source>
      <translation>„%1“ ist kein Werteschlüssel</translation>
    </message>
    <message>
      <source>“%1” is no version by SemVer</source>
      <translation>„%1“ ist keine Version nach SemVer</translation>
    </message>
    <message>
      <source>“%1” is not a quantity</source>
      <translation>„%1“ ist keine Menge</translation>
    </message>
    <message>
      <source>“%1” is not base64</source>
      <translation>„%1“ ist kein base64</translation>
    </message>
    <message>
      <source>“%1” is not right: %2</source>
      <translation>„%1“ ist nicht richtig: %2</translation>
    </message>
    <message>
      <source>“%1” is there twice under “%2”</source>
      <translation>„%1“ steht unter „%2“ zweimal</translation>
    </message>
    <message>
      <source>“None” is left out of the chart's manifests until the type is ClusterIP.</source>
      <translation>„None“ bleibt aus den Manifesten des Charts, bis der Typ ClusterIP ist.</translation>
    </message>
    <message>
      <source>“None” makes a headless Service.</source>
      <translation>„None“ macht einen Service ohne eigene Adresse.</translation>
    </message>
    <message>
      <source>“None” or an IP address of the cluster's Services</source>
      <translation>„None“ oder eine IP-Adresse der Services des Clusters</translation>
    </message>
    <message>
      <source>“as-uid”, “as-groups” or “as-user-extra” is set, but not “as”</source>
      <translation>„as-uid“, „as-groups“ oder „as-user-extra“ ist gesetzt, aber nicht „as“</translation>
    </message>
    <message>
      <source>“auths” is missing</source>
      <translation>„auths“ fehlt</translation>
    </message>
    <message>
      <source>“auth” does not hold a user and a password</source>
      <translation>„auth“ enthält keinen Benutzer mit Passwort</translation>
    </message>
    <message>
      <source>“auth” is not base64</source>
      <translation>„auth“ ist kein base64</translation>
    </message>
    <message>
      <source>“interactiveMode” is “%1”</source>
      <translation>„interactiveMode“ ist „%1“</translation>
    </message>
    <message>
      <source>“rewrite-target: %1” sends every request to %1, whatever its path</source>
      <translation>„rewrite-target: %1“ leitet jede Anfrage auf %1 um, gleich welcher Pfad</translation>
    </message>
    <message>
      <source>…</source>
      <translation>…</translation>
    </message>
    <message>
      <source>… %1 lines came too fast …</source>
      <translation>… %1 Zeilen kamen zu schnell …</translation>
    </message>
  </context>
</TS>
