// The page begins here: it connects to its backend and puts the frame into the document.

import './theme.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { connect } from './connection/connect.ts';
import { newPageContext } from './state/pageContext.ts';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element #app');
mount(App, { target, props: { session: newPageContext(connect()) } });
