// SPDX-License-Identifier: EUPL-1.2
// samlify as service provider: one step, asked and answered as JSON on stdin and stdout.
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import xmlenc from '@authenio/xml-encryption';
import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import samlify from 'samlify';

const i = JSON.parse(readFileSync(0, 'utf8'));
const { IdentityProvider, ServiceProvider, SamlLib, Constants } = samlify;
const { names, binding } = Constants.namespace;
samlify.setSchemaValidator({ validate: async () => 'goed' }); // samlify has no schemas of its own

const lees = (naam) => readFileSync(i[naam], 'utf8');
const eigen = {
  entityID: i.entity_id,
  authnRequestsSigned: true,
  wantAssertionsSigned: true,
  signingCert: lees('certificaat'),
  encryptCert: lees('certificaat'),
  privateKey: lees('sleutel'),
  assertionConsumerService: [{ Binding: binding.post, Location: i.acs }],
};

// samlify does not sign metadata by itself, and its metadata can name no service.
function metadata() {
  const dienst = `<AttributeConsumingService index="1"><ServiceName xml:lang="nl">Anders</ServiceName>`
    + `<RequestedAttribute Name="${i.service_id}"/></AttributeConsumingService></SPSSODescriptor>`;
  const sp = ServiceProvider(eigen);
  const rawSamlMessage = sp.getMetadata()
    .replace('<EntityDescriptor', '<EntityDescriptor ID="_anders"')
    .replace('</SPSSODescriptor>', dienst);
  return {
    metadata: SamlLib.constructSAMLSignature({
      rawSamlMessage,
      isBase64Output: false,
      privateKey: eigen.privateKey,
      signatureAlgorithm: Constants.algorithms.signature.RSA_SHA256,
      signingCert: sp.entityMeta.getX509Certificate('signing'),
      referenceTagXPath: '/*',
      signatureConfig: { prefix: 'ds', location: { reference: '/*', action: 'prepend' } },
    }),
  };
}

const makelaar = () => IdentityProvider({ metadata: lees('makelaar') });

function verzoek() {
  const vraag = ServiceProvider(eigen).createLoginRequest(makelaar(), 'post', {
    assertionConsumerServiceIndex: Number(i.index) - 1, // its metadata counts from 0
    forceAuthn: true,
  });
  return {
    id: vraag.id,
    bericht: Buffer.from(vraag.context, 'base64').toString(),
    adres: vraag.entityEndpoint,
  };
}

const ontleed = (tekst) => new DOMParser().parseFromString(tekst, 'text/xml').documentElement;
const vind = (knoop, naam) => Array.from(knoop.getElementsByTagNameNS(names.assertion, naam));
const kinderen = (knoop, naam) => vind(knoop, naam).filter((kind) => kind.parentNode === knoop);

async function kenmerk(attribuut) {
  const [waarde] = kinderen(attribuut, 'AttributeValue');
  const [dicht] = kinderen(waarde, 'EncryptedID');
  if (!dicht) return [attribuut.getAttribute('Name'), waarde.textContent];
  const tekst = new XMLSerializer().serializeToString(dicht);
  const wie = ontleed(await promisify(xmlenc.decrypt)(tekst, { key: eigen.privateKey }));
  return [wie.getAttribute('NameQualifier'), wie.textContent];
}

// samlify verifies; what it does not look into itself is read from the same message.
async function antwoord() {
  const body = { SAMLResponse: Buffer.from(i.antwoord).toString('base64') };
  const { extract } = await ServiceProvider(eigen).parseLoginResponse(makelaar(), 'post', { body });
  if (extract.response.inResponseTo !== i.id) throw new Error('niet op dit verzoek');
  const [assertion] = kinderen(ontleed(i.antwoord), 'Assertion');
  const [verklaring] = kinderen(assertion, 'AuthnStatement');
  const [blok] = kinderen(assertion, 'AttributeStatement');
  const paren = await Promise.all(kinderen(blok, 'Attribute').map(kenmerk));
  const niveau = vind(verklaring, 'AuthnContextClassRef')[0].textContent;
  return { niveau, ...Object.fromEntries(paren) };
}

const STAPPEN = { metadata, verzoek, lees: antwoord };
console.log(JSON.stringify(await STAPPEN[process.argv[2]]()));
