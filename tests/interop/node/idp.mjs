// SPDX-License-Identifier: EUPL-1.2
// samlify as the broker, in a process of its own: node idp.mjs '{...}'
// It reads the portal's metadata over HTTP, verifies each request, and answers by POST.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import xmlenc from '@authenio/xml-encryption';
import samlify from 'samlify';

const i = JSON.parse(process.argv[2]);
const { IdentityProvider, ServiceProvider, SamlLib, Constants } = samlify;
const POST = Constants.namespace.binding.post;
const ETOEGANG = 'urn:etoegang:';
samlify.setSchemaValidator({ validate: async () => 'goed' }); // samlify has no schemas of its own

const lees = (naam) => readFileSync(i[naam], 'utf8');
const idp = IdentityProvider({
  entityID: i.entity_id,
  signingCert: lees('certificaat'),
  privateKey: lees('sleutel'),
  wantAuthnRequestsSigned: true,
  singleSignOnService: [{ Binding: POST, Location: `${i.adres}/sso` }],
  singleLogoutService: [{ Binding: POST, Location: `${i.adres}/uit` }],
  nameIDFormat: ['urn:oasis:names:tc:SAML:2.0:nameid-format:transient'],
});

async function dienstverlener() {
  const metadata = await (await fetch(i.sp_metadata)).text();
  return ServiceProvider({ metadata, wantMessageSigned: true });
}

const kenmerk = (naam, inhoud) =>
  `<saml:Attribute Name="${ETOEGANG}${naam}"><saml:AttributeValue>${inhoud}</saml:AttributeValue></saml:Attribute>`;

async function versleuteld(sp, naam, soort, waarde) {
  const pem = `-----BEGIN CERTIFICATE-----\n${sp.entityMeta.getX509Certificate('encryption')}\n-----END CERTIFICATE-----`;
  const nameId = `<saml:NameID xmlns:saml="${Constants.namespace.names.assertion}"`
    + ` NameQualifier="${ETOEGANG}${soort}" Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${waarde}</saml:NameID>`;
  const inhoud = await promisify(xmlenc.encrypt)(nameId, {
    rsa_pub: pem,
    pem,
    encryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
    keyEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
  });
  return kenmerk(naam, `<saml:EncryptedID>${inhoud}</saml:EncryptedID>`);
}

async function antwoord(SAMLRequest) {
  const sp = await dienstverlener();
  const gevraagd = await idp.parseLoginRequest(sp, 'post', { body: { SAMLRequest } });
  const acs = sp.entityMeta.getAssertionConsumerService('post');
  const [nu, straks] = [0, 120_000].map((ms) => new Date(Date.now() + ms).toISOString());
  const kenmerken = [
    await versleuteld(sp, 'core:ActingSubjectID', '1.13:EntityConcernedID:Pseudo', i.acting),
    await versleuteld(sp, 'core:LegalSubjectID', '1.9:EntityConcernedID:KvKnr', i.kvk),
    kenmerk('core:ServiceUUID', i.service_uuid),
  ];
  const klasse = `${ETOEGANG}core:assurance-class:loa3`;
  const vul = (sjabloon) => {
    const met = sjabloon
      .replace('{AuthnStatement}', `<saml:AuthnStatement AuthnInstant="${nu}"><saml:AuthnContext>`
        + `<saml:AuthnContextClassRef>${klasse}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`)
      .replace('{AttributeStatement}', `<saml:AttributeStatement>${kenmerken.join('')}</saml:AttributeStatement>`);
    const context = SamlLib.replaceTagsByValue(met, {
      ID: `_${randomUUID()}`,
      AssertionID: `_${randomUUID()}`,
      Issuer: i.entity_id,
      Destination: acs,
      SubjectRecipient: acs,
      Audience: sp.entityMeta.getEntityID(),
      IssueInstant: nu,
      ConditionsNotBefore: nu,
      ConditionsNotOnOrAfter: straks,
      SubjectConfirmationDataNotOnOrAfter: straks,
      InResponseTo: gevraagd.extract.request.id,
      NameIDFormat: idp.entitySetting.nameIDFormat,
      NameID: `_${randomUUID()}`,
      StatusCode: Constants.StatusCode.Success,
    });
    return { context };
  };
  const uit = await idp.createLoginResponse(sp, gevraagd, 'post', {}, { customTagReplacement: vul });
  return [acs, uit.context];
}

const veilig = (tekst) => tekst.replace(/[&"<>]/g, (teken) => `&#${teken.charCodeAt(0)};`);

async function behandel(vraag) {
  let tekst = '';
  for await (const deel of vraag) tekst += deel;
  const velden = new URLSearchParams(tekst);
  let [acs, inhoud] = await antwoord(velden.get('SAMLRequest'));
  if (existsSync(`${i.map}/vervals`)) inhoud = btoa(atob(inhoud).replace(/:loa3</, ':loa4<'));
  return `<form method="post" action="${veilig(acs)}"><input name="SAMLResponse" value="${inhoud}">`
    + `<input name="RelayState" value="${veilig(velden.get('RelayState'))}"></form>`;
}

writeFileSync(`${i.map}/metadata.xml`, idp.getMetadata());
createServer((vraag, uit) => {
  if (vraag.method === 'GET') return uit.end('klaar');
  return behandel(vraag).then(
    (pagina) => uit.writeHead(200, { 'Content-Type': 'text/html' }).end(pagina),
    (fout) => {
      console.error(fout);
      uit.writeHead(400).end('geweigerd');
    },
  );
}).listen(Number(new URL(i.adres).port), '127.0.0.1');
